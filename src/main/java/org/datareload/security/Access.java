package org.datareload.security;

import org.datareload.dataset.Dataset;
import org.datareload.dataset.Visible;

/** Decides who may do what: the one place that is asked, for every request. */
@FunctionalInterface
public interface Access {
  /**
   * Whether the principal may do this to the dataset. Who may not even view it is to be answered as
   * if there were no such dataset.
   */
  boolean may(Principal principal, Dataset dataset, Action action);

  /** Which datasets lists show to the principal. */
  default Visible visible(Principal principal) {
    var memberId = principal.admin() ? null : principal.id();
    return new Visible(memberId, principal.scope().datasetId());
  }

  /** Everybody may do everything: for a program that listens on this machine alone. */
  static Access open() {
    return (principal, dataset, action) -> true;
  }
}
