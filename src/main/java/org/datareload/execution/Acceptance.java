package org.datareload.execution;

import static java.util.Objects.requireNonNull;

/** What became of a wish to replace a dataset's content. */
public sealed interface Acceptance {
  /** It holds the dataset's lock and will be driven in the background. */
  record Accepted(Execution execution) implements Acceptance {
    public Accepted {
      requireNonNull(execution, "execution is null");
    }
  }

  /** Another execution is running; the refusal is recorded and a mail will tell of it. */
  record Rejected(Execution execution) implements Acceptance {
    public Rejected {
      requireNonNull(execution, "execution is null");
    }
  }

  /** Another execution is running; nothing was recorded, since the caller hears it now. */
  record Busy(String runningExecution) implements Acceptance {
    public Busy {
      requireNonNull(runningExecution, "runningExecution is null");
    }
  }

  /** This very trigger file had its execution before. */
  record Duplicate(String executionId) implements Acceptance {
    public Duplicate {
      requireNonNull(executionId, "executionId is null");
    }
  }

  /** The caller's key was used for another request, which has this execution. */
  record Reused(String executionId) implements Acceptance {
    public Reused {
      requireNonNull(executionId, "executionId is null");
    }
  }

  /**
   * The files are not what the caller believes.
   *
   * @param found how many of them are pending
   */
  record SelectionChanged(long expected, long found) implements Acceptance {}
}
