package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.Dataset;
import org.datareload.store.ObjectStore;

/**
 * An execution while this process drives it: what the steps of a reload hand to each other.
 *
 * @param execution as it stood after the step before
 * @param dataset as it stood when the execution was claimed
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

  /**
   * The store as this run may use it: what waits for its turn is not sent once the lease is lost.
   */
  public ObjectStore leased(ObjectStore store) {
    return store.checkedBy(lease::check);
  }

  /** The same run after its execution was read again. */
  public Run with(Execution now) {
    return new Run(now, dataset, lease);
  }
}
