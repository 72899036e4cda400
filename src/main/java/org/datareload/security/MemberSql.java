package org.datareload.security;

import java.util.List;
import java.util.Optional;
import org.datareload.dataset.DatasetLockSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The statements of {@link Members}. */
@RegisterConstructorMapper(Member.class)
public interface MemberSql extends DatasetLockSql {
  @SqlQuery("SELECT * FROM member WHERE dataset_id = :datasetId AND user_id = :userId")
  Optional<Member> find(String datasetId, String userId);

  @SqlQuery(
      """
      SELECT * FROM member WHERE dataset_id = :datasetId AND user_id > :after
      ORDER BY user_id FETCH FIRST :limit ROWS ONLY
      """)
  List<Member> page(String datasetId, String after, int limit);

  @SqlUpdate("UPDATE member SET role = :role WHERE dataset_id = :datasetId AND user_id = :userId")
  int update(String datasetId, String userId, String role);

  @SqlUpdate("INSERT INTO member (dataset_id, user_id, role) VALUES (:datasetId, :userId, :role)")
  void insert(String datasetId, String userId, String role);

  @SqlUpdate("DELETE FROM member WHERE dataset_id = :datasetId AND user_id = :userId")
  int delete(String datasetId, String userId);

  @SqlQuery(
      """
      SELECT COUNT(*) FROM member
      WHERE dataset_id = :datasetId AND role = 'owner' AND user_id <> :userId
      """)
  int countOtherOwners(String datasetId, String userId);

  /** Locks the dataset, so that one of two owners who leave at the same time stays. */
  @Transaction
  default Member put(String datasetId, String userId, Role role) {
    lockDataset(datasetId);
    if (role != Role.OWNER) {
      requireAnotherOwner(datasetId, userId);
    }
    if (update(datasetId, userId, role.word()) == 0) {
      insert(datasetId, userId, role.word());
    }
    return find(datasetId, userId).orElseThrow();
  }

  /**
   * Removes a member under the same lock.
   *
   * @return false if the user was not a member
   */
  @Transaction
  default boolean remove(String datasetId, String userId) {
    lockDataset(datasetId);
    requireAnotherOwner(datasetId, userId);
    return delete(datasetId, userId) == 1;
  }

  private void requireAnotherOwner(String datasetId, String userId) {
    var isOwner = find(datasetId, userId).filter(user -> user.role() == Role.OWNER).isPresent();
    if (isOwner && countOtherOwners(datasetId, userId) == 0) {
      throw new LastOwnerException(userId);
    }
  }
}
