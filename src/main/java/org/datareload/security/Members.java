package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.datareload.dataset.Dataset;

/** Who has which role in which dataset; and so what each may do. */
public final class Members implements Access {
  private final MemberSql sql;

  public Members(MemberSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  @Override
  public boolean may(Principal principal, Dataset dataset, Action action) {
    if (!principal.scope().allows(dataset.id(), action)) {
      return false;
    }
    return principal.admin()
        || role(dataset.id(), principal.id()).filter(role -> role.allows(action)).isPresent();
  }

  /** The role of a user in a dataset, empty where he is no member. */
  public Optional<Role> role(String datasetId, String userId) {
    return sql.role(datasetId, userId).flatMap(Role::of);
  }

  /**
   * The members of a dataset, by user id.
   *
   * @param after the last user id of the page before, null for the first page
   */
  public List<Member> page(String datasetId, String after, int limit) {
    return sql.page(datasetId, after == null ? "" : after, limit);
  }

  /**
   * Makes a user a member, or gives a member another role.
   *
   * @param userId need not have signed in before, see {@link UserId#isValid}
   * @return the member as he is now
   * @throws LastOwnerException where no owner would be left
   */
  public Member put(String datasetId, String userId, Role role) {
    if (!UserId.isValid(userId)) {
      throw new IllegalArgumentException(UserId.RULE + ": " + userId);
    }
    return sql.put(datasetId, userId, role);
  }

  /**
   * Ends a membership.
   *
   * @return false where the user was no member
   * @throws LastOwnerException where no owner would be left
   */
  public boolean remove(String datasetId, String userId) {
    return sql.remove(datasetId, userId);
  }
}
