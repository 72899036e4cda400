package org.datareload.landing;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.datareload.dataset.FileCountSql;
import org.datareload.landing.FileDiff.Observation;
import org.datareload.store.StoredObject;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements and transactions of {@link LandingFiles}. */
@RegisterRowMapper(LandingFileSql.FileMapper.class)
public interface LandingFileSql extends FileCountSql {
  @SqlQuery(
      """
      SELECT * FROM file WHERE landed_key = ANY(:keys)
      """)
  List<LandingFile> atKeys(@Bind("keys") String[] keys);

  @SqlQuery(
      """
      SELECT object_key FROM file WHERE object_key = ANY(:keys)
      """)
  List<String> usedKeys(@Bind("keys") String[] keys);

  @SqlQuery(
      """
      SELECT CURRENT_TIMESTAMP
      """)
  Instant now();

  @SqlQuery(
      """
      SELECT * FROM file WHERE status = 'pending'
      ORDER BY status, checked_at FETCH FIRST :limit ROWS ONLY
      """)
  List<LandingFile> longestUnchecked(@Bind("limit") int limit);

  /** Records why the pending files at the keys are still pending. */
  @Transaction
  default void explain(String datasetId, String keyPattern, String reason) {
    lockDataset(datasetId);
    explainPending(datasetId, keyPattern, reason);
  }

  @SqlUpdate(
      """
      UPDATE file SET reason = :reason
      WHERE dataset_id = :dataset AND status = 'pending' AND object_key LIKE :keys ESCAPE '!'
      """)
  void explainPending(
      @Bind("dataset") String datasetId,
      @Bind("keys") String keyPattern,
      @Bind("reason") String reason);

  @SqlBatch(
      """
      INSERT INTO file (id, dataset_id, object_key, landed_key, name, user_id, etag, version_id,
                        size_bytes, last_modified, status)
      VALUES (:id, :datasetId, :object.key, :object.key, :name, :userId, :object.etag,
              :object.versionId, :object.size, :object.lastModified, 'pending')
      """)
  int[] insert(@BindMethods List<NewFile> files);

  @SqlBatch(
      """
      UPDATE file SET status = :status, reason = :reason, landed_key = NULL,
        checked_at = CURRENT_TIMESTAMP
      WHERE id = :id AND status = 'pending'
      """)
  int[] end(@BindMethods List<Ended> files);

  @SqlBatch(
      """
      UPDATE file SET landed_key = NULL WHERE id = :id AND status != 'pending'
      """)
  int[] release(@Bind("id") List<String> ids);

  @SqlBatch(
      """
      UPDATE file SET checked_at = CURRENT_TIMESTAMP WHERE id = :id
      """)
  int[] touch(@Bind("id") List<String> ids);

  /**
   * Brings the rows of one dataset in line with the store.
   *
   * @param observations one for each key
   */
  @Transaction
  default Applied apply(String datasetId, List<Observation> observations) {
    lockDataset(datasetId);
    var current =
        atKeys(observations.stream().map(Observation::key).toArray(String[]::new)).stream()
            .collect(toMap(file -> file.object().key(), identity()));
    var diff = new FileDiff(datasetId);
    for (var observation : observations) {
      diff.add(observation, current.get(observation.key()));
    }
    write(datasetId, diff);
    return new Applied(diff.changed, diff.unsure);
  }

  /**
   * Inserts rows for objects whose keys were never used.
   *
   * @param seen in a listing, or by an event
   * @return the other keys: the store must be asked about each
   */
  @Transaction
  default List<String> applySeen(String datasetId, List<StoredObject> seen) {
    lockDataset(datasetId);
    var used = Set.copyOf(usedKeys(seen.stream().map(StoredObject::key).toArray(String[]::new)));
    var diff = new FileDiff(datasetId);
    for (var object : seen) {
      diff.addSeen(object, used.contains(object.key()));
    }
    write(datasetId, diff);
    return diff.unsure;
  }

  @Transaction
  default void markChecked(String datasetId, List<String> ids) {
    lockDataset(datasetId);
    touch(ids);
  }

  /** Records the time and version of objects of which only events had told. */
  @Transaction
  default void describe(String datasetId, List<Described> files) {
    lockDataset(datasetId);
    updateDescriptions(files);
  }

  @SqlBatch(
      """
      UPDATE file SET last_modified = :object.lastModified, version_id = :object.versionId
      WHERE id = :id AND status = 'pending'
      """)
  int[] updateDescriptions(@BindMethods List<Described> files);

  /** A pending file and its object as the store shows it. */
  record Described(String id, StoredObject object) {}

  private void write(String datasetId, FileDiff diff) {
    // Rows that leave a key go first: landed_key is unique.
    expectOneRowEach(diff.ended.isEmpty() ? new int[0] : end(diff.ended));
    expectOneRowEach(diff.released.isEmpty() ? new int[0] : release(diff.released));
    expectOneRowEach(diff.landed.isEmpty() ? new int[0] : insert(diff.landed));
    if (!diff.described.isEmpty()) {
      updateDescriptions(diff.described);
    }
    if (!diff.landed.isEmpty() || !diff.ended.isEmpty()) {
      var triggerKeys = diff.triggerKeys();
      loaded(triggerKeys).forEach(folder -> countLate(folder, diff));
      rejected(triggerKeys)
          .forEach(folder -> explainLate(idsOf(folder.among(diff.landed)), folder.reason()));
    }
    diff.counts.forEach((status, by) -> count(datasetId, status.word(), by.files(), by.bytes()));
  }

  /** Files that land in a folder after it was planned stay pending and are told. */
  private void countLate(Folder folder, FileDiff diff) {
    var late = folder.among(diff.landed);
    addLate(folder.execution(), late.size() - folder.among(diff.ended).size());
    explainLate(
        idsOf(late),
        "It landed after execution "
            + folder.execution()
            + " had planned this folder; it is loaded with the next trigger file, or by hand");
  }

  /** The rejected executions of trigger files: their files may get their rows later. */
  @SqlQuery(
      """
      SELECT id AS execution, trigger_key, reason FROM execution
      WHERE trigger_key = ANY(:keys) AND status = 'REJECTED' AND trigger_released = ''
      ORDER BY id
      """)
  @RegisterConstructorMapper(Folder.class)
  List<Folder> rejected(@Bind("keys") String[] triggerKeys);

  /** For each folder the newest execution that planned it and did not give it back. */
  @SqlQuery(
      """
      SELECT id AS execution, trigger_key, reason FROM execution
      WHERE id IN (
        SELECT MAX(id) FROM execution
        WHERE trigger_key = ANY(:keys)
          AND status IN ('PLANNED', 'COMMITTED', 'PUBLISHED', 'COMPLETED')
        GROUP BY trigger_key)
      ORDER BY id
      """)
  @RegisterConstructorMapper(Folder.class)
  List<Folder> loaded(@Bind("keys") String[] triggerKeys);

  @SqlUpdate(
      """
      UPDATE execution SET late_files = GREATEST(0, late_files + :files) WHERE id = :id
      """)
  void addLate(@Bind("id") String executionId, @Bind("files") long files);

  @SqlUpdate("UPDATE file SET reason = :reason WHERE id = ANY(:ids)")
  void explainLate(@Bind("ids") String[] ids, @Bind("reason") String reason);

  /**
   * The folder that an execution loaded or was to load.
   *
   * @param triggerKey the key of its trigger file
   * @param reason why the execution was rejected, or null
   */
  record Folder(String execution, String triggerKey, String reason) {
    /** Those of the files that landed in the folder or the tree below. */
    <F extends AtKey> List<F> among(List<F> files) {
      var prefix = LandingKey.triggerFolder(triggerKey);
      return files.stream().filter(file -> file.object().key().startsWith(prefix)).toList();
    }
  }

  private static String[] idsOf(List<NewFile> files) {
    return files.stream().map(NewFile::id).toArray(String[]::new);
  }

  private static void expectOneRowEach(int[] rows) {
    if (Arrays.stream(rows).anyMatch(count -> count != 1)) {
      throw new IllegalStateException(
          "A file changed although its dataset is locked: rows changed " + Arrays.toString(rows));
    }
  }

  /**
   * What came of observations.
   *
   * @param changed keys whose rows were brought in line
   * @param unsure keys whose rows changed meanwhile: the store must be asked again
   */
  record Applied(List<String> changed, List<String> unsure) {}

  /** A file by its object. */
  sealed interface AtKey {
    StoredObject object();
  }

  /** A pending file to insert. */
  record NewFile(String id, String datasetId, StoredObject object, String name, String userId)
      implements AtKey {}

  /** A pending file that will not be loaded. */
  record Ended(String id, StoredObject object, String status, String reason) implements AtKey {}

  /** Maps a row of {@code file}. */
  final class FileMapper implements RowMapper<LandingFile> {
    @Override
    public LandingFile map(ResultSet row, StatementContext context) throws SQLException {
      return new LandingFile(
          row.getString("id"),
          row.getString("dataset_id"),
          StoredObjectSql.of(row),
          row.getString("name"),
          row.getString("user_id"),
          FileStatus.of(row.getString("status")),
          row.getString("reason"),
          row.getString("execution_id"),
          row.getObject("landed_at", OffsetDateTime.class).toInstant());
    }
  }
}
