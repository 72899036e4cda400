package org.datareload.security;

import static java.util.Objects.requireNonNull;

/**
 * The authenticated caller.
 *
 * @param id recorded with executions, uploads and audit entries
 * @param mail address for mails about the caller's executions, null for none
 * @param admin whether all actions on all datasets are allowed, within the scope
 * @param scope limits set by an API token
 */
public record Principal(String id, String mail, boolean admin, Scope scope) {
  /** The caller when authentication is off; only requests from this machine are accepted then. */
  public static final Principal LOCAL = new Principal("local", null, true);

  public Principal {
    requireNonNull(id, "id is null");
    requireNonNull(scope, "scope is null");
  }

  /** A person, limited by roles only. */
  public Principal(String id, String mail, boolean admin) {
    this(id, mail, admin, Scope.FULL);
  }

  /** Whether the caller may create datasets and domains. */
  public boolean mayCreate() {
    return admin && scope.datasetId() == null && scope.actions().contains(Action.OWN);
  }

  Principal within(Scope limits) {
    return new Principal(id, mail, admin, limits);
  }
}
