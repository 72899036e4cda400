package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.datareload.dataset.Dataset;

/** The members of datasets with their roles, which decide what each user may do. */
public final class Members implements Access {
  private final MemberSql sql;

  public Members(MemberSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  @Override
  public boolean may(Principal principal, Dataset dataset, Action action) {
    return principal.scope().allows(dataset.id(), action)
        && (principal.admin()
            || role(dataset.id(), principal.id()).filter(role -> role.allows(action)).isPresent());
  }

  /** The role of a user in a dataset; empty if the user is not a member. */
  public Optional<Role> role(String datasetId, String userId) {
    return sql.find(datasetId, userId).map(Member::role);
  }

  /**
   * The members of a dataset, ordered by user id.
   *
   * @param after the last user id of the previous page, null for the first page
   */
  public List<Member> page(String datasetId, String after, int limit) {
    return sql.page(datasetId, after == null ? "" : after, limit);
  }

  /**
   * Adds a member or changes the role of one.
   *
   * @param userId need not have signed in yet
   * @throws IllegalArgumentException if the user id is not valid, see {@link UserId#isValid}
   * @throws LastOwnerException if no owner would be left
   */
  public Member put(String datasetId, String userId, Role role) {
    if (!UserId.isValid(userId)) {
      throw new IllegalArgumentException("User id " + UserId.RULE + ": " + userId);
    }
    return sql.put(datasetId, userId, role);
  }

  /**
   * Removes a member.
   *
   * @return false if the user was not a member
   * @throws LastOwnerException if no owner would be left
   */
  public boolean remove(String datasetId, String userId) {
    return sql.remove(datasetId, userId);
  }
}
