package org.datareload.landing;

import java.util.Collection;
import java.util.List;
import org.datareload.dataset.FileCountSql;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The transactions of {@link Deletions}. */
@RegisterRowMapper(LandingFileSql.FileMapper.class)
public interface DeletionSql extends FileCountSql {
  @CreateSqlObject
  SelectionSql selection();

  /** Marks the files if the selection has as many as expected; returns how many it has. */
  @Transaction
  default long mark(String datasetId, Selection selection, String deletionId) {
    lockDataset(datasetId);
    var found = selection().tally(datasetId, selection).files();
    if (found == SelectionSql.expected(selection) && found > 0) {
      selection().mark(datasetId, selection, deletionId);
    }
    return found;
  }

  /** The next marked files by id; renews their marks. */
  @Transaction
  default List<LandingFile> nextMarked(
      String datasetId, String deletionId, String after, int limit) {
    lockDataset(datasetId);
    var files = marked(deletionId, after, limit);
    if (!files.isEmpty()) {
      renew(deletionId, files.stream().map(LandingFile::id).toList());
    }
    return files;
  }

  /** Sets marked files to deleted, except those that a refresh has ended meanwhile. */
  @Transaction
  default void end(String datasetId, String deletionId, Collection<String> ids, String reason) {
    lockDataset(datasetId);
    var files = markedOf(deletionId, ids);
    if (files.isEmpty()) {
      return;
    }
    if (delete(files.stream().map(LandingFile::id).toList(), reason) != files.size()) {
      throw new IllegalStateException("A file changed although its dataset is locked");
    }
    var bytes = files.stream().mapToLong(file -> file.object().size()).sum();
    count(datasetId, "pending", -files.size(), -bytes);
    count(datasetId, "deleted", files.size(), bytes);
  }

  @SqlQuery(
      """
      SELECT * FROM file WHERE deletion = :deletion AND status = 'pending' AND id > :after
      ORDER BY deletion, id FETCH FIRST :limit ROWS ONLY
      """)
  List<LandingFile> marked(
      @Bind("deletion") String deletionId, @Bind("after") String after, @Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT * FROM file WHERE deletion = :deletion AND status = 'pending' AND id IN (<ids>)
      """)
  List<LandingFile> markedOf(
      @Bind("deletion") String deletionId, @BindList("ids") Collection<String> ids);

  @SqlUpdate(
      """
      UPDATE file SET deleting_until = CURRENT_TIMESTAMP + INTERVAL '15' MINUTE
      WHERE deletion = :deletion AND id IN (<ids>)
      """)
  void renew(@Bind("deletion") String deletionId, @BindList("ids") Collection<String> ids);

  @SqlUpdate(
      """
      UPDATE file SET status = 'deleted', reason = :reason, landed_key = NULL,
        deletion = NULL, deleting_until = NULL, checked_at = CURRENT_TIMESTAMP
      WHERE id IN (<ids>) AND status = 'pending'
      """)
  int delete(@BindList("ids") Collection<String> ids, @Bind("reason") String reason);

  /** Removes the mark from a file that was not deleted. */
  @SqlUpdate(
      """
      UPDATE file SET deletion = NULL, deleting_until = NULL, reason = :reason
      WHERE id = :id AND deletion = :deletion AND status = 'pending'
      """)
  void unmark(
      @Bind("deletion") String deletionId, @Bind("id") String id, @Bind("reason") String reason);
}
