package org.datareload.security;

import static java.util.Objects.requireNonNull;

/**
 * Who asks.
 *
 * @param id what executions, uploads and the audit name him by
 * @param mail where he hears of what he started, or null
 * @param admin whether he may do everything that his scope leaves room for, with all datasets
 * @param scope limits that an API token sets
 */
public record Principal(String id, String mail, boolean admin, Scope scope) {
  /** Whoever sits at this machine, where nobody signs in. */
  public static final Principal LOCAL = new Principal("local", null, true);

  public Principal {
    requireNonNull(id, "id is null");
    requireNonNull(scope, "scope is null");
  }

  /** A person, without limits beside his roles. */
  public Principal(String id, String mail, boolean admin) {
    this(id, mail, admin, Scope.FULL);
  }

  /** Whether he may create datasets and domains. */
  public boolean mayCreate() {
    return admin && scope.datasetId() == null && scope.actions().contains(Action.OWN);
  }

  Principal within(Scope limits) {
    return new Principal(id, mail, admin, limits);
  }
}
