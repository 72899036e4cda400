package org.datareload.dataset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link Datasets}. */
@RegisterRowMapper(DatasetSql.DatasetMapper.class)
@RegisterConstructorMapper(DatasetSql.CountRow.class)
public interface DatasetSql extends DatasetLockSql {
  @SqlUpdate(
      """
      INSERT INTO dataset (id, domain, name, folded_name, file_type, description, notify,
                           replaced, settle_millis, readers)
      VALUES (:id, :domain, :name, :folded, :fileType, :description, :notifyTo,
              :replaced, :settleMillis, :readers)
      """)
  void insertDataset(@BindMethods NewRow row, @BindMethods SettingsRow settings);

  @SqlUpdate(
      """
      INSERT INTO file_count (dataset_id, status, files, bytes)
      VALUES (:id, 'pending', 0, 0), (:id, 'processing', 0, 0), (:id, 'completed', 0, 0),
             (:id, 'deleted', 0, 0), (:id, 'superseded', 0, 0)
      """)
  void insertCounts(@Bind("id") String id);

  /**
   * Inserts the dataset with its counters. Open deletions are read last, since the insert waits for
   * the transaction that deletes a dataset of the same name.
   *
   * @throws DatasetExistsException where objects of a deleted dataset of the name remain
   */
  @Transaction
  default void insertWithCounts(NewRow row, SettingsRow settings) {
    insertDataset(row, settings);
    insertCounts(row.id());
    if (openDeletions(row.folded()) > 0) {
      throw new DatasetExistsException(new DatasetName(row.domain(), row.name()));
    }
  }

  @SqlQuery("SELECT COUNT(*) FROM purge WHERE folded_name = :folded")
  int openDeletions(@Bind("folded") String folded);

  /** False where the name is taken. The violation ends the transaction, so it is caught here. */
  default boolean insert(NewRow row, SettingsRow settings) {
    try {
      insertWithCounts(row, settings);
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (ErrorSql.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  @SqlQuery(
      """
      SELECT * FROM dataset WHERE folded_name = :folded AND domain = :domain AND name = :name
      """)
  Optional<Dataset> find(
      @Bind("folded") String folded, @Bind("domain") String domain, @Bind("name") String name);

  @SqlQuery(
      """
      SELECT * FROM dataset WHERE id = :id
      """)
  Optional<Dataset> findById(@Bind("id") String id);

  @SqlQuery(
      """
      SELECT * FROM dataset WHERE folded_name > :after
        AND (CAST(:datasetId AS VARCHAR) IS NULL OR id = :datasetId)
        AND (CAST(:memberId AS VARCHAR) IS NULL OR EXISTS (
              SELECT 1 FROM member m WHERE m.dataset_id = dataset.id AND m.user_id = :memberId))
      ORDER BY folded_name FETCH FIRST :limit ROWS ONLY
      """)
  List<Dataset> page(
      @BindMethods Visible visible, @Bind("after") String after, @Bind("limit") int limit);

  @SqlUpdate(
      """
      UPDATE dataset
      SET description = :description, notify = :notifyTo, replaced = :replaced,
          settle_millis = :settleMillis, readers = :readers
      WHERE id = :id
      """)
  int update(@Bind("id") String id, @BindMethods SettingsRow settings);

  /** Changes the settings under the dataset's lock; empty where there is no dataset. */
  @Transaction
  default Optional<Dataset> change(String id, UnaryOperator<DatasetSettings> change) {
    if (lockRow(id).isEmpty()) {
      return Optional.empty();
    }
    var before = findById(id).orElseThrow();
    update(id, SettingsRow.of(change.apply(before.settings())));
    return findById(id);
  }

  @SqlQuery(
      """
      SELECT dataset_id, status, files, bytes FROM file_count WHERE dataset_id = ANY(:ids)
      """)
  List<CountRow> counts(@Bind("ids") String[] ids);

  record NewRow(String id, String domain, String name, String folded, String fileType) {}

  /** The columns of {@link DatasetSettings}. */
  record SettingsRow(
      String description, String notifyTo, String replaced, Long settleMillis, String readers) {
    static SettingsRow of(DatasetSettings settings) {
      return new SettingsRow(
          settings.description(),
          String.join(",", settings.notifyTo()),
          settings.replaced().text(),
          settings.settle() == null ? null : settings.settle().toMillis(),
          settings.readers().text());
    }
  }

  record CountRow(String datasetId, String status, long files, long bytes) {}

  final class DatasetMapper implements RowMapper<Dataset> {
    @Override
    public Dataset map(ResultSet row, StatementContext context) throws SQLException {
      return new Dataset(
          row.getString("id"),
          new DatasetName(row.getString("domain"), row.getString("name")),
          row.getString("file_type"),
          settings(row),
          row.getLong("generation"),
          row.getString("live_execution"),
          row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static DatasetSettings settings(ResultSet row) throws SQLException {
      var settleMillis = row.getObject("settle_millis", Long.class);
      return new DatasetSettings(
          row.getString("description"),
          List.of(row.getString("notify").split(",")),
          Replaced.of(row.getString("replaced")),
          settleMillis == null ? null : Duration.ofMillis(settleMillis),
          Readers.of(row.getString("readers")));
    }
  }
}
