package org.datareload.dataset;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.datareload.dataset.DatasetSql.CountRow;
import org.datareload.dataset.DatasetSql.NewRow;
import org.datareload.dataset.DatasetSql.SettingsRow;

/** The datasets of type Reload. */
public final class Datasets {
  private final DatasetSql sql;

  public Datasets(DatasetSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /**
   * Creates a dataset.
   *
   * @throws InvalidFieldsException with every invalid field
   * @throws DatasetExistsException where the name is taken, whatever its case
   */
  public Dataset create(NewDataset request) {
    requireNone(request.errors());
    var name = new DatasetName(request.domain(), request.name());
    var row =
        new NewRow(
            UlidCreator.getMonotonicUlid().toString(),
            name.domain(),
            name.name(),
            name.folded(),
            request.fileType());
    if (!sql.insert(row, SettingsRow.of(request.settings()))) {
      throw new DatasetExistsException(name);
    }
    return findById(row.id()).orElseThrow(() -> new DatasetGoneException(row.id()));
  }

  /** The dataset of this name, in this case. */
  public Optional<Dataset> find(DatasetName name) {
    return sql.find(name.folded(), name.domain(), name.name());
  }

  public Optional<Dataset> findById(String id) {
    return sql.findById(id);
  }

  /**
   * A page of the visible datasets, sorted by domain and name without regard to case.
   *
   * @param after the last name of the previous page, null for the first page
   */
  public List<Dataset> page(Visible visible, DatasetName after, int limit) {
    return sql.page(visible, after == null ? "" : after.folded(), limit);
  }

  /**
   * Changes a dataset's settings, each change on top of the one before.
   *
   * @param change is applied to the settings as they are, while nobody else changes them
   * @return the changed dataset, or empty where there is none
   * @throws InvalidFieldsException with every invalid field
   */
  public Optional<Dataset> update(String id, UnaryOperator<DatasetSettings> change) {
    return sql.change(
        id,
        before -> {
          var settings = change.apply(before);
          requireNone(settings.errors());
          return settings;
        });
  }

  /** Files and bytes of a dataset by status, from counters. */
  public FileCounts counts(String datasetId) {
    return counts(List.of(datasetId)).getOrDefault(datasetId, new FileCounts(Map.of()));
  }

  /** The same of several datasets, by their ids. */
  public Map<String, FileCounts> counts(Collection<String> datasetIds) {
    return sql.counts(datasetIds.toArray(String[]::new)).stream()
        .collect(groupingBy(CountRow::datasetId))
        .values()
        .stream()
        .collect(toMap(rows -> rows.get(0).datasetId(), Datasets::byStatus));
  }

  private static FileCounts byStatus(List<CountRow> rows) {
    return new FileCounts(
        rows.stream()
            .collect(toMap(CountRow::status, row -> new FileCount(row.files(), row.bytes()))));
  }

  private static void requireNone(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
  }
}
