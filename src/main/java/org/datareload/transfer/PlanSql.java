package org.datareload.transfer;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.LikePattern;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.execution.TriggerKind;
import org.datareload.landing.FileStatus;
import org.datareload.landing.StoredObjectSql;
import org.datareload.store.StoredObject;
import org.datareload.transfer.Gathered.LeftOut;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Writes a plan page by page, each page in a transaction under the run's fence. */
@RegisterRowMapper(PlanSql.SourceRow.class)
@RegisterConstructorMapper(FileCount.class)
@RegisterConstructorMapper(PlanSql.Pending.class)
@RegisterConstructorMapper(PlanSql.Problem.class)
public interface PlanSql extends ClaimedFileSql, FileCopySql, RetiredSql {
  /** Adds copies to the plan; their files are processing already. */
  @Transaction
  default FileCount add(Run run, List<FileCopy> copies) {
    hold(run, Status.ACCEPTED);
    return insert(run.id(), copies);
  }

  /** Records the time and version of objects of which only events had told. */
  @Transaction
  default void describe(Run run, List<FileCopy> copies) {
    if (copies.isEmpty()) {
      return;
    }
    lockDataset(run.dataset().id());
    hold(run, Status.ACCEPTED);
    describe(
        run.id(),
        copies.stream().map(FileCopy::fileId).toList(),
        copies.stream().map(copy -> copy.source().lastModified()).toList(),
        copies.stream().map(copy -> copy.source().versionId()).toList());
  }

  @SqlBatch(
      """
      UPDATE file SET last_modified = :modified, version_id = :version
      WHERE id = :id AND execution_id = :execution AND status = 'processing'
      """)
  int[] describe(
      @Bind("execution") String executionId,
      @Bind("id") List<String> fileIds,
      @Bind("modified") List<Instant> modified,
      @Bind("version") List<String> versions);

  /** Records that the content of an execution is to be live again at its keys. */
  @Transaction
  default void restoreInPlace(Run run, String restored) {
    hold(run, Status.ACCEPTED);
    contentOf(run.id(), restored);
  }

  /** Records that the run makes copies, where an earlier plan was to make none. */
  @Transaction
  default void restoreByCopies(Run run) {
    hold(run, Status.ACCEPTED);
    ownContent(run.id());
  }

  @SqlUpdate("UPDATE execution SET content_of = NULL WHERE id = :id")
  void ownContent(@Bind("id") String id);

  @SqlUpdate(
      """
      UPDATE execution
      SET content_of = (
        SELECT COALESCE(old.content_of, old.id) FROM execution old WHERE old.id = :restored)
      WHERE id = :id
      """)
  void contentOf(@Bind("id") String id, @Bind("restored") String restored);

  /**
   * Whether a process cleans up after an execution of the dataset: it may be deleting content. One
   * that begins to finds the running execution and leaves what it restores.
   */
  @SqlQuery(
      """
      SELECT COUNT(*) > 0 FROM execution
      WHERE dataset_id = :dataset AND active_dataset IS NULL AND lease_until > CURRENT_TIMESTAMP
      """)
  boolean isBeingCleanedUp(@Bind("dataset") String datasetId);

  /** Makes the object the trigger file of the run, whose plan then cannot be frozen. */
  @Transaction
  default void writtenAgain(Run run, StoredObject trigger) {
    hold(run, Status.ACCEPTED);
    writtenAgain(run.id(), trigger.key(), trigger.exactIdentity(), trigger.lastModified());
  }

  /**
   * Makes the pending files at the keys processing and adds their copies to the plan. A file that
   * was loaded before and still stands is left out, and so is one that a person is deleting.
   */
  @Transaction
  default Claim claim(Run run, List<String> keys, Function<Source, FileCopy> plan) {
    lockDataset(run.dataset().id());
    hold(run, Status.ACCEPTED);
    var standing = standing(keys.toArray(String[]::new));
    var found = standing.stream().map(source -> source.object().key()).collect(toSet());
    var unaccounted = keys.stream().filter(key -> !found.contains(key)).distinct().toList();
    var pending = standing.stream().filter(Source::pending).filter(s -> !s.deleting()).toList();
    var copies =
        pending.stream().sorted(comparing(source -> source.object().key())).map(plan).toList();
    for (var rows : claim(run.id(), copies.stream().map(FileCopy::fileId).toList())) {
      if (rows != 1) {
        throw new IllegalStateException("a file of execution " + run.id() + " is not pending");
      }
    }
    var before =
        standing.stream()
            .filter(source -> !source.pending())
            .map(source -> source.object().key())
            .collect(toSet());
    // A key that the listing shows twice.
    plannedAmong(run.id(), before.toArray(String[]::new)).forEach(before::remove);
    var claimed = insert(run.id(), copies);
    recount(run.dataset().id(), "pending", "processing", claimed);
    var newest = pending.stream().map(Source::object).max(comparing(StoredObject::lastModified));
    return new Claim(
        new Gathered(
            claimed,
            LeftOut.of(before),
            LeftOut.of(
                standing.stream()
                    .filter(Source::deleting)
                    .map(source -> source.object().key())
                    .toList()),
            LeftOut.NOTHING),
        newest.orElse(null),
        unaccounted);
  }

  /**
   * An execution of a sub-folder that took a file of the folder which is not in the run's plan
   * again, since the folder was last loaded as a whole or people were told.
   */
  @SqlQuery(
      """
      SELECT e.id, e.trigger_key FROM execution e
      WHERE e.dataset_id = :dataset AND e.status = 'COMPLETED'
        AND e.trigger_key LIKE :keys ESCAPE '!' AND e.trigger_key <> :trigger
        AND e.id > COALESCE((
          SELECT MAX(whole.id) FROM execution whole
          WHERE whole.trigger_key = :trigger
            AND (whole.status = 'COMPLETED'
                 OR (whole.status = 'FAILED' AND whole.reason_code = 'part_loaded'))), '')
        AND EXISTS (
          SELECT 1 FROM file f
          WHERE f.execution_id = e.id AND f.status = 'completed' AND NOT EXISTS (
            SELECT 1 FROM file again
            WHERE again.landed_key = f.object_key AND again.execution_id = :id
              AND again.status = 'processing'))
      ORDER BY e.id DESC FETCH FIRST 1 ROW ONLY
      """)
  @RegisterConstructorMapper(Taken.class)
  Optional<Taken> takenBelow(
      @Bind("id") String id,
      @Bind("dataset") String datasetId,
      @Bind("trigger") String triggerKey,
      @Bind("keys") String keyPattern);

  /** An execution that loaded a part of a folder. */
  record Taken(String id, String triggerKey) {}

  /**
   * The files that were claimed.
   *
   * @param newest the object of them that was written last, or null
   * @param unaccounted the keys at which there is no file
   */
  record Claim(Gathered claimed, StoredObject newest, List<String> unaccounted) {}

  /** Freezes the plan, which must hold exactly what was added to it. */
  @Transaction
  default void freeze(Run run, FileCount added, String note) {
    lockDataset(run.dataset().id());
    if (run.execution().trigger() == TriggerKind.TRIGGER_FILE
        && !pending(run.dataset().id(), LikePattern.prefix(Plans.folder(run)), "", 1).isEmpty()) {
      throw new FolderUnsettledException(
          "a file landed while the plan was made", Duration.ofSeconds(1));
    }
    move(run, Status.ACCEPTED, Status.PLANNED);
    var identity = find(run.id()).orElseThrow().triggerIdentity();
    if (!Objects.equals(identity, run.execution().triggerIdentity())) {
      throw new FolderUnsettledException(
          "the trigger file was written again", Duration.ofSeconds(1));
    }
    note(run.id(), note);
    if (run.execution().trigger() == TriggerKind.PROCESS_FILES) {
      dropped(run.id());
    }
    // Places have no gaps, and counting the rows of a large plan would hold up heartbeats.
    var planned = lastSeq(run.id());
    if (planned != added.files()) {
      throw new IllegalStateException(
          "the plan of execution " + run.id() + " holds " + planned + ", not " + added);
    }
    total(run.id(), added.files(), added.bytes());
  }

  /**
   * Deletes the end of an unfinished plan. Files that it claimed from a folder are released, since
   * the next listing of the folder claims pending files only.
   *
   * @param after the id of the last file that was released, empty at first
   * @return the id of the last file that is released now, or null where nothing is left
   */
  @Transaction
  default String reset(Run run, String after, int limit) {
    lockDataset(run.dataset().id());
    hold(run, Status.ACCEPTED);
    var copies = deleteAfter(run.id(), lastSeq(run.id()) - limit);
    var files =
        run.execution().trigger() == TriggerKind.TRIGGER_FILE
            ? release(run, after, limit)
            : List.<Claimed>of();
    if (files.isEmpty()) {
      return copies == 0 ? null : after;
    }
    return files.get(files.size() - 1).id();
  }

  @SqlQuery(
      """
      SELECT id, object_key, size_bytes, etag, version_id, last_modified, status,
             deleting_until IS NOT NULL AND deleting_until >= CURRENT_TIMESTAMP AS deleting
      FROM file WHERE landed_key = ANY(:keys)
      """)
  List<Source> standing(@Bind("keys") String[] keys);

  /** The pending files of a folder, by id. */
  @SqlQuery(
      """
      SELECT id, object_key FROM file
      WHERE dataset_id = :dataset AND status = 'pending' AND id > :after
        AND (deleting_until IS NULL OR deleting_until < CURRENT_TIMESTAMP)
        AND object_key LIKE :keys ESCAPE '!'
      ORDER BY dataset_id, status, id
      FETCH FIRST :limit ROWS ONLY
      """)
  List<Pending> pending(
      @Bind("dataset") String datasetId,
      @Bind("keys") String keyPattern,
      @Bind("after") String after,
      @Bind("limit") int limit);

  /** A pending file. */
  record Pending(String id, String objectKey) {}

  /** Which of the keys of landed files the plan has; by an index, since each page asks. */
  @SqlQuery(
      """
      SELECT landed_key FROM file
      WHERE landed_key = ANY(:keys) AND execution_id = :execution AND status = 'processing'
      """)
  List<String> plannedAmong(@Bind("execution") String executionId, @Bind("keys") String[] keys);

  @SqlQuery(
      """
      SELECT started_at < CURRENT_TIMESTAMP - CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND
      FROM execution WHERE id = :id
      """)
  boolean isStartedBefore(@Bind("id") String id, @Bind("seconds") long seconds);

  /** The last execution that loaded a file of a folder, as far back as history is kept. */
  @SqlQuery(
      """
      SELECT execution_id FROM file
      WHERE dataset_id = :dataset AND status = 'completed' AND object_key LIKE :keys ESCAPE '!'
      ORDER BY dataset_id DESC, status DESC, id DESC FETCH FIRST 1 ROW ONLY
      """)
  Optional<String> lastLoadedBy(@Bind("dataset") String datasetId, @Bind("keys") String keyPattern);

  /** The first objects of a folder that cannot be loaded. */
  @SqlQuery(
      """
      SELECT object_key, reason FROM landing_problem WHERE object_key LIKE :keys ESCAPE '!'
      ORDER BY object_key FETCH FIRST 3 ROWS ONLY
      """)
  List<Problem> problems(@Bind("keys") String keyPattern);

  @SqlQuery("SELECT COUNT(*) FROM landing_problem WHERE object_key LIKE :keys ESCAPE '!'")
  long problemCount(@Bind("keys") String keyPattern);

  /** An object that cannot be loaded. */
  record Problem(String objectKey, String reason) {}

  /**
   * Selected files were dropped when the newest of them was written, or landed where the store does
   * not tell.
   */
  @SqlUpdate(
      """
      UPDATE execution
      SET dropped_at = (
        SELECT MAX(CASE WHEN f.last_modified > TIMESTAMP WITH TIME ZONE '1980-01-01 00:00:00+00'
                        THEN f.last_modified ELSE f.landed_at END)
        FROM file f
        WHERE f.execution_id = execution.id AND f.status = 'processing')
      WHERE id = :id
      """)
  void dropped(@Bind("id") String id);

  @SqlQuery(
      """
      SELECT id, object_key, size_bytes, etag, version_id, last_modified, status,
             FALSE AS deleting
      FROM file
      WHERE execution_id = :execution AND status = 'processing' AND id > :after
      ORDER BY execution_id, id
      FETCH FIRST :limit ROWS ONLY
      """)
  List<Source> processing(
      @Bind("execution") String executionId, @Bind("after") String after, @Bind("limit") int limit);

  @SqlBatch(
      """
      UPDATE file SET status = 'processing', execution_id = :execution, reason = NULL
      WHERE id = :id AND status = 'pending'
      """)
  int[] claim(@Bind("execution") String executionId, @Bind("id") List<String> fileIds);

  private FileCount insert(String executionId, List<FileCopy> copies) {
    if (copies.isEmpty()) {
      return new FileCount(0, 0);
    }
    var last = lastSeq(executionId);
    insert(
        executionId,
        LongStream.rangeClosed(last + 1, last + copies.size()).boxed().toList(),
        copies.stream().map(FileCopy::fileId).toList(),
        copies.stream().map(FileCopy::sourceBucket).toList(),
        copies.stream().map(copy -> copy.source().key()).toList(),
        copies.stream().map(copy -> copy.source().etag()).toList(),
        copies.stream().map(copy -> copy.source().versionId()).toList(),
        copies.stream().map(copy -> copy.source().lastModified().getEpochSecond()).toList(),
        copies.stream().map(copy -> copy.source().size()).toList(),
        copies.stream().map(FileCopy::targetKey).toList());
    return new FileCount(
        copies.size(), copies.stream().mapToLong(copy -> copy.source().size()).sum());
  }

  /** The last place in a plan, 0 where it is empty. */
  default long lastSeq(String executionId) {
    return findLastSeq(executionId).orElse(0L);
  }

  /** Without MAX, for which H2 reads the whole plan. */
  @SqlQuery(
      """
      SELECT seq FROM file_copy WHERE execution_id = :execution
      ORDER BY execution_id DESC, seq DESC FETCH FIRST 1 ROW ONLY
      """)
  Optional<Long> findLastSeq(@Bind("execution") String executionId);

  @SqlBatch(
      """
      INSERT INTO file_copy (execution_id, seq, file_id, source_bucket, source_key, source_etag,
          source_version, source_modified, size_bytes, target_key)
      VALUES (:execution, :seq, :file, :bucket, :key, :etag, :version, :modified, :size, :target)
      """)
  void insert(
      @Bind("execution") String executionId,
      @Bind("seq") List<Long> seqs,
      @Bind("file") List<String> fileIds,
      @Bind("bucket") List<String> buckets,
      @Bind("key") List<String> keys,
      @Bind("etag") List<String> etags,
      @Bind("version") List<String> versions,
      @Bind("modified") List<Long> modified,
      @Bind("size") List<Long> sizes,
      @Bind("target") List<String> targets);

  @SqlUpdate("UPDATE execution SET files_planned = :files, bytes_planned = :bytes WHERE id = :id")
  void total(@Bind("id") String id, @Bind("files") long files, @Bind("bytes") long bytes);

  @SqlUpdate("DELETE FROM file_copy WHERE execution_id = :execution AND seq > :after")
  int deleteAfter(@Bind("execution") String executionId, @Bind("after") long after);

  /** A landed file and the object that it stands for. */
  record Source(String fileId, StoredObject object, FileStatus status, boolean deleting) {
    boolean pending() {
      return status == FileStatus.PENDING;
    }

    Source with(StoredObject found) {
      return new Source(fileId, found, status, deleting);
    }
  }

  /** Maps a row of {@code file}. */
  class SourceRow implements RowMapper<Source> {
    @Override
    public Source map(ResultSet row, StatementContext context) throws SQLException {
      return new Source(
          row.getString("id"),
          StoredObjectSql.of(row),
          FileStatus.of(row.getString("status")),
          row.getBoolean("deleting"));
    }
  }
}
