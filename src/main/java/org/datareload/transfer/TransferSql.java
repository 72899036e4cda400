package org.datareload.transfer;

import java.util.List;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Run;
import org.datareload.execution.RunSql;
import org.datareload.execution.Status;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Records which copies were made. */
public interface TransferSql extends RunSql, FileCopySql {
  /** Adds a batch of copies to the execution's progress, under its fence. */
  @Transaction
  default void mark(Run run, List<FileCopy> made) {
    var bytes = made.stream().mapToLong(copy -> copy.source().size()).sum();
    if (progress(run.id(), run.fence(), Status.PLANNED.name(), made.size(), bytes) != 1) {
      throw new ExecutionLostException(
          "execution " + run.id() + " was claimed by another process while copying");
    }
    var marked =
        mark(
            run.id(),
            made.stream().map(FileCopy::seq).toList(),
            made.stream().map(FileCopy::targetEtag).toList());
    for (var rows : marked) {
      if (rows != 1) {
        throw new ExecutionLostException("execution " + run.id() + ": a copy was recorded twice");
      }
    }
  }

  @SqlUpdate(
      """
      UPDATE execution
      SET files_copied = files_copied + :files, bytes_copied = bytes_copied + :bytes
      WHERE id = :id AND fence = :fence AND status = :status
      """)
  int progress(
      @Bind("id") String id,
      @Bind("fence") long fence,
      @Bind("status") String status,
      @Bind("files") long files,
      @Bind("bytes") long bytes);

  @SqlBatch(
      """
      UPDATE file_copy SET target_etag = :etag, copied_at = CURRENT_TIMESTAMP
      WHERE execution_id = :execution AND seq = :seq AND target_etag IS NULL
      """)
  int[] mark(
      @Bind("execution") String executionId,
      @Bind("seq") List<Long> seqs,
      @Bind("etag") List<String> etags);
}
