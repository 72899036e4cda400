package org.datareload.landing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.datareload.dataset.DatasetLockSql;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link Uploads}. */
@RegisterRowMapper(UploadSql.UploadMapper.class)
public interface UploadSql extends DatasetLockSql {
  @SqlBatch(
      """
      INSERT INTO upload (id, dataset_id, principal, object_key, name, size_bytes, content_type,
                          part_size)
      VALUES (:id, :datasetId, :principal, :key, :name, :size, :contentType, :partSize)
      """)
  void insert(@BindMethods List<Upload> uploads);

  /**
   * Inserts uploads in a folder of this second, or of the next one in which none of their keys is
   * in use. Under the dataset's lock nobody else takes a key between the look and the insert.
   *
   * @param uploads in the folder of a second
   */
  @Transaction
  default List<Upload> insertUnused(
      String datasetId, long second, LongFunction<List<Upload>> uploads) {
    lockDataset(datasetId);
    for (var epoch = second; ; epoch++) {
      var wanted = uploads.apply(epoch);
      if (usedKeys(wanted.stream().map(Upload::key).toList()).isEmpty()) {
        insert(wanted);
        return wanted;
      }
    }
  }

  @SqlQuery("SELECT COUNT(*) FROM upload WHERE principal = :user")
  long countOf(@Bind("user") String user);

  @SqlQuery("SELECT COUNT(*) FROM upload")
  long count();

  /** The keys that an upload or an object of the landing zone uses. */
  @SqlQuery(
      """
      SELECT object_key FROM upload WHERE object_key IN (<keys>)
      UNION SELECT landed_key FROM file WHERE landed_key IN (<keys>)
      """)
  List<String> usedKeys(@BindList("keys") Collection<String> keys);

  @SqlQuery(
      """
      SELECT * FROM upload WHERE dataset_id = :dataset AND id IN (<ids>) ORDER BY id
      """)
  List<Upload> find(@Bind("dataset") String datasetId, @BindList("ids") Collection<String> ids);

  @SqlQuery(
      """
      SELECT * FROM upload WHERE id = :id
      """)
  Optional<Upload> find(@Bind("id") String id);

  @SqlUpdate("UPDATE upload SET store_id = :storeId WHERE id = :id AND store_id IS NULL")
  int setStoreId(@Bind("id") String id, @Bind("storeId") String storeId);

  @SqlUpdate("DELETE FROM upload WHERE id = :id")
  void delete(@Bind("id") String id);

  @SqlQuery(
      """
      SELECT * FROM upload
      WHERE created_at < CURRENT_TIMESTAMP - CAST(:minutes AS INTEGER) * INTERVAL '1' MINUTE
      ORDER BY created_at FETCH FIRST :limit ROWS ONLY
      """)
  List<Upload> abandoned(@Bind("minutes") int minutes, @Bind("limit") int limit);

  /** Maps a row of {@code upload}. */
  final class UploadMapper implements RowMapper<Upload> {
    @Override
    public Upload map(ResultSet row, StatementContext context) throws SQLException {
      var partSize = row.getLong("part_size");
      return new Upload(
          row.getString("id"),
          row.getString("dataset_id"),
          row.getString("principal"),
          row.getString("object_key"),
          row.getString("name"),
          row.getLong("size_bytes"),
          row.getString("content_type"),
          row.getString("store_id"),
          partSize == 0 ? null : Long.valueOf(partSize),
          row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
  }
}
