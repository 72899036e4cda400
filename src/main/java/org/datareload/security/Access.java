package org.datareload.security;

import org.datareload.dataset.Dataset;
import org.datareload.dataset.Visible;

/** Authorization: decides what a principal may do. */
@FunctionalInterface
public interface Access {
  /**
   * Whether the principal may do this to the dataset. If even {@link Action#VIEW} is not allowed,
   * the caller must answer as if the dataset did not exist.
   */
  boolean may(Principal principal, Dataset dataset, Action action);

  /** The datasets that lists show to the principal. */
  default Visible visible(Principal principal) {
    var memberId = principal.admin() ? null : principal.id();
    return new Visible(memberId, principal.scope().datasetId());
  }

  /** Allows everything; only for a server that accepts no requests from other machines. */
  static Access open() {
    return (principal, dataset, action) -> true;
  }
}
