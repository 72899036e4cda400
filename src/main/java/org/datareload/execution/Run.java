package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.Dataset;
import org.datareload.store.ObjectStore;

/**
 * An execution that this process drives; the body that the steps of a reload pass on.
 *
 * @param execution as it was after the step before
 * @param dataset as it was when the execution was claimed
 */
public record Run(Execution execution, Dataset dataset, Lease lease) {
  public Run {
    requireNonNull(execution, "execution is null");
    requireNonNull(dataset, "dataset is null");
    requireNonNull(lease, "lease is null");
  }

  public String id() {
    return execution.id();
  }

  public Status status() {
    return execution.status();
  }

  public long fence() {
    return lease.fence();
  }

  /** The store as this run may use it: no waiting request is sent once the lease is lost. */
  public ObjectStore leased(ObjectStore store) {
    return store.checkedBy(lease::requireHeld);
  }

  /** The run with its execution as it is now. */
  public Run with(Execution now) {
    return new Run(now, dataset, lease);
  }
}
