package org.datareload.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.datareload.dataset.DatasetLockSql;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link Members}. */
@RegisterRowMapper(MemberSql.MemberMapper.class)
public interface MemberSql extends DatasetLockSql {
  @SqlQuery(
      """
      SELECT role FROM member WHERE dataset_id = :dataset AND user_id = :user
      """)
  Optional<String> role(@Bind("dataset") String datasetId, @Bind("user") String userId);

  @SqlQuery(
      """
      SELECT * FROM member WHERE dataset_id = :dataset AND user_id = :user
      """)
  Optional<Member> find(@Bind("dataset") String datasetId, @Bind("user") String userId);

  @SqlQuery(
      """
      SELECT * FROM member WHERE dataset_id = :dataset AND user_id > :after
      ORDER BY user_id FETCH FIRST :limit ROWS ONLY
      """)
  List<Member> page(
      @Bind("dataset") String datasetId, @Bind("after") String after, @Bind("limit") int limit);

  @SqlUpdate(
      """
      UPDATE member SET role = :role WHERE dataset_id = :dataset AND user_id = :user
      """)
  int update(
      @Bind("dataset") String datasetId, @Bind("user") String userId, @Bind("role") String role);

  @SqlUpdate(
      """
      INSERT INTO member (dataset_id, user_id, role) VALUES (:dataset, :user, :role)
      """)
  void insert(
      @Bind("dataset") String datasetId, @Bind("user") String userId, @Bind("role") String role);

  @SqlUpdate(
      """
      DELETE FROM member WHERE dataset_id = :dataset AND user_id = :user
      """)
  int delete(@Bind("dataset") String datasetId, @Bind("user") String userId);

  @SqlQuery(
      """
      SELECT COUNT(*) FROM member
      WHERE dataset_id = :dataset AND role = 'owner' AND user_id <> :user
      """)
  int otherOwners(@Bind("dataset") String datasetId, @Bind("user") String userId);

  /** Under the dataset's lock: of two owners who leave at once, one stays. */
  @Transaction
  default Member put(String datasetId, String userId, Role role) {
    lockDataset(datasetId);
    if (role != Role.OWNER) {
      keepAnOwner(datasetId, userId);
    }
    if (update(datasetId, userId, role.word()) == 0) {
      insert(datasetId, userId, role.word());
    }
    return find(datasetId, userId).orElseThrow();
  }

  /** The same for one who is no member any more; false where he was none. */
  @Transaction
  default boolean remove(String datasetId, String userId) {
    lockDataset(datasetId);
    keepAnOwner(datasetId, userId);
    return delete(datasetId, userId) == 1;
  }

  private void keepAnOwner(String datasetId, String userId) {
    var isOwner = role(datasetId, userId).equals(Optional.of(Role.OWNER.word()));
    if (isOwner && otherOwners(datasetId, userId) == 0) {
      throw new LastOwnerException(userId);
    }
  }

  final class MemberMapper implements RowMapper<Member> {
    @Override
    public Member map(ResultSet row, StatementContext context) throws SQLException {
      return new Member(
          row.getString("user_id"),
          Role.of(row.getString("role")).orElseThrow(),
          row.getObject("since", OffsetDateTime.class).toInstant());
    }
  }
}
