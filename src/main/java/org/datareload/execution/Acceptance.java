package org.datareload.execution;

import static java.util.Objects.requireNonNull;

/** The decision on a request to replace a dataset's content. */
public sealed interface Acceptance {
  /** Whether an execution holds the dataset's lock because of this request. */
  default boolean isAccepted() {
    return this instanceof Accepted;
  }

  /** Whether this request was decided on for the first time. */
  default boolean isNew() {
    return this instanceof Accepted || this instanceof Rejected;
  }

  /** The execution holds the dataset's lock and is driven in the background. */
  record Accepted(Execution execution) implements Acceptance {
    public Accepted {
      requireNonNull(execution, "execution is null");
    }
  }

  /**
   * Another execution is running, or what is live was dropped later; the rejection is recorded and
   * a mail is in the outbox.
   */
  record Rejected(Execution execution) implements Acceptance {
    public Rejected {
      requireNonNull(execution, "execution is null");
    }
  }

  /** Another execution is running; nothing is recorded, the caller gets this answer. */
  record Busy(String runningExecution) implements Acceptance {
    public Busy {
      requireNonNull(runningExecution, "runningExecution is null");
    }
  }

  /**
   * The trigger file was dropped before the execution that runs was accepted, or an earlier one
   * waits: it is taken up by itself, in the order of the drops.
   *
   * @param what what it waits for
   */
  record Waiting(String what) implements Acceptance {
    public Waiting {
      requireNonNull(what, "what is null");
    }
  }

  /** This trigger file already had its execution. */
  record Duplicate(String executionId) implements Acceptance {
    public Duplicate {
      requireNonNull(executionId, "executionId is null");
    }
  }

  /** The idempotency key was used for a different request, which started this execution. */
  record Reused(String executionId) implements Acceptance {
    public Reused {
      requireNonNull(executionId, "executionId is null");
    }
  }

  /**
   * The selected files are not the ones that the caller expects; nothing was done.
   *
   * @param found how many of them are pending
   */
  record SelectionChanged(long expected, long found) implements Acceptance {}
}
