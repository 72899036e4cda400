package org.datareload.execution;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.Visible;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Reads executions. */
@RegisterRowMapper(ExecutionSql.Row.class)
public interface ExecutionSql {
  @SqlQuery(
      """
      SELECT e.*, d.domain, d.name
      FROM execution e JOIN dataset d ON d.id = e.dataset_id
      WHERE e.id = :id
      """)
  Optional<Execution> find(@Bind("id") String id);

  /** The live execution where its content was dropped after the given drop. */
  @SqlQuery(
      """
      SELECT e.id FROM dataset d JOIN execution e ON e.id = d.live_execution
      WHERE d.id = :dataset
        AND (e.dropped_at > :droppedAt
             OR (e.dropped_at = :droppedAt AND e.upload_date > :uploadDate))
      """)
  Optional<String> newerLive(
      @Bind("dataset") String datasetId,
      @Bind("droppedAt") Instant droppedAt,
      @Bind("uploadDate") long uploadDate);

  /** Whether the trigger file that is at the key now already has its execution. */
  @SqlQuery(
      """
      SELECT COUNT(*) > 0 FROM execution
      WHERE trigger_key = :key AND trigger_identity = :identity AND trigger_released = ''
      """)
  boolean isExecuted(@Bind("key") String key, @Bind("identity") String identity);

  @SqlQuery(
      """
      SELECT e.*, d.domain, d.name
      FROM execution e JOIN dataset d ON d.id = e.dataset_id
      WHERE e.id IN (<ids>)
      """)
  List<Execution> findAll(@BindList("ids") Collection<String> ids);

  @SqlQuery(
      """
      SELECT e.*, d.domain, d.name
      FROM execution e JOIN dataset d ON d.id = e.dataset_id
      WHERE e.active_dataset IS NOT NULL
      ORDER BY e.id
      FETCH FIRST :limit ROWS ONLY
      """)
  List<Execution> allRunning(@Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT active_dataset AS dataset_id, id AS execution_id FROM execution
      WHERE active_dataset IN (<datasets>)
      """)
  @RegisterConstructorMapper(Running.class)
  List<Running> running(@BindList("datasets") Collection<String> datasetIds);

  @SqlQuery(
      """
      SELECT id FROM execution
      WHERE id IN (<ids>) AND retired_to <> 'deleted' AND trash_emptied_at IS NULL AND NOT emptying
      """)
  List<String> restorable(@BindList("ids") Collection<String> ids);

  /** The newest execution that has restored the content of another one at its keys. */
  @SqlQuery(
      """
      SELECT id FROM execution
      WHERE restores = :id AND content_of IS NOT NULL AND committed_at IS NOT NULL
      ORDER BY id DESC FETCH FIRST 1 ROW ONLY
      """)
  Optional<String> restoredInPlaceBy(@Bind("id") String id);

  /** The newest execution of each dataset, by one index lookup each. */
  @SqlQuery(
      """
      SELECT e.*, d.domain, d.name
      FROM dataset d JOIN execution e ON e.id = (
        SELECT x.id FROM execution x WHERE x.dataset_id = d.id
        ORDER BY x.dataset_id DESC, x.id DESC FETCH FIRST 1 ROW ONLY)
      WHERE d.id IN (<datasets>)
      """)
  List<Execution> newest(@BindList("datasets") Collection<String> datasetIds);

  /** A dataset and the execution that holds its lock. */
  record Running(String datasetId, String executionId) {}

  /** Newest first, between two ids and within a time range; every other filter may be null. */
  @SqlQuery(
      """
      SELECT e.*, d.domain, d.name
      FROM execution e JOIN dataset d ON d.id = e.dataset_id
      WHERE (CAST(:datasetId AS VARCHAR) IS NULL OR e.dataset_id = :datasetId)
        AND (CAST(:memberId AS VARCHAR) IS NULL OR EXISTS (
              SELECT 1 FROM member m
              WHERE m.dataset_id = e.dataset_id AND m.user_id = :memberId))
        AND (CAST(:shown AS VARCHAR) IS NULL
             OR (:shown = 'processing' AND e.active_dataset IS NOT NULL)
             OR e.status = UPPER(:shown))
        AND e.id >= :lowest AND e.id < :before
        AND e.accepted_at >= :from AND e.accepted_at < :to
      ORDER BY e.id DESC
      FETCH FIRST :limit ROWS ONLY
      """)
  List<Execution> page(
      @BindMethods Visible visible,
      @Bind("shown") String shown,
      @BindMethods TimeRange accepted,
      @Bind("lowest") String lowest,
      @Bind("before") String before,
      @Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT e.*, d.domain, d.name
      FROM execution e JOIN dataset d ON d.id = e.dataset_id
      WHERE e.active_dataset = :dataset
      """)
  Optional<Execution> active(@Bind("dataset") String datasetId);

  /** Maps a row of {@code execution} joined with its dataset's domain and name. */
  class Row implements RowMapper<Execution> {
    @Override
    public Execution map(ResultSet row, StatementContext context) throws SQLException {
      var code = row.getString("reason_code");
      var generation = row.getLong("generation");
      var planned = row.wasNull() ? null : Long.valueOf(generation);
      return new Execution(
          row.getString("id"),
          row.getString("dataset_id"),
          new DatasetName(row.getString("domain"), row.getString("name")),
          TriggerKind.of(row.getString("trigger_kind")),
          row.getString("trigger_key"),
          row.getString("trigger_identity"),
          row.getString("restores"),
          row.getString("started_by"),
          Status.valueOf(row.getString("status")),
          code == null ? null : new Reason(code, row.getString("reason")),
          row.getLong("fence"),
          row.getInt("attempts"),
          planned,
          row.getString("replaces"),
          row.getString("retired_by"),
          new FileCount(row.getLong("files_planned"), row.getLong("bytes_planned")),
          new FileCount(row.getLong("files_copied"), row.getLong("bytes_copied")),
          instant(row, "dropped_at"),
          row.getLong("late_files"),
          row.getLong("not_removed"),
          note(row.getString("note"), row.getString("refused")),
          instant(row, "accepted_at"),
          instant(row, "started_at"),
          instant(row, "committed_at"),
          instant(row, "finished_at"));
    }

    private static String note(String note, String refused) {
      if (note == null || refused == null) {
        return note == null ? refused : note;
      }
      return note + ". " + refused;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
      var time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
  }
}
