package org.datareload.dataset;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datareload.dataset.DatasetSql.CountRow;
import org.datareload.dataset.DatasetSql.NewRow;

/** The datasets of type Reload. */
public final class Datasets {
  private final DatasetSql sql;

  public Datasets(DatasetSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /**
   * Creates a dataset.
   *
   * @throws InvalidFieldsException naming every bad field
   * @throws DatasetExistsException where the name is taken, be it in other upper and lower case
   */
  public Dataset create(NewDataset wish) {
    refuse(wish.errors());
    var name = new DatasetName(wish.domain(), wish.name());
    var row =
        new NewRow(
            UlidCreator.getMonotonicUlid().toString(),
            name.domain(),
            name.name(),
            name.folded(),
            wish.fileType(),
            requireNonNullElse(wish.description(), ""),
            String.join(",", wish.notifyTo()),
            wish.skipTrash());
    if (!sql.insert(row)) {
      throw new DatasetExistsException(name);
    }
    return findById(row.id()).orElseThrow(() -> new DatasetGoneException(row.id()));
  }

  /** The dataset of exactly this name. */
  public Optional<Dataset> find(DatasetName name) {
    return sql.find(name.folded(), name.domain(), name.name());
  }

  public Optional<Dataset> findById(String id) {
    return sql.findById(id);
  }

  /**
   * The datasets that come after a name, by domain and name, upper and lower case alike.
   *
   * @param after the last name of the page before, null for the first page
   */
  public List<Dataset> page(DatasetName after, int limit) {
    return page(Visible.ALL, after, limit);
  }

  /** The same of those alone that somebody can see. */
  public List<Dataset> page(Visible visible, DatasetName after, int limit) {
    return sql.page(visible, after == null ? "" : after.folded(), limit);
  }

  /**
   * Changes what may change of a dataset.
   *
   * @param description null for none
   * @return the dataset as it is now, or empty where there is none
   * @throws InvalidFieldsException naming every bad field
   */
  public Optional<Dataset> update(
      String id, List<String> notifyTo, String description, boolean skipTrash) {
    refuse(DatasetSettings.errors(description, notifyTo));
    var text = requireNonNullElse(description, "");
    sql.update(id, String.join(",", notifyTo), text, skipTrash);
    return findById(id);
  }

  /** The files of a dataset by status, without counting rows. */
  public FileCounts counts(String datasetId) {
    return counts(List.of(datasetId)).getOrDefault(datasetId, new FileCounts(Map.of()));
  }

  /** The same for many datasets at once, by their ids. */
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

  private static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
  }
}
