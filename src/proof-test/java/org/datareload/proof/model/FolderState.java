package org.datareload.proof.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datareload.execution.Status;

/**
 * A state of the {@link FolderModel}. A drop has the number of its writer.
 *
 * @param writers by their numbers
 * @param dropped the drops so far, the earliest first
 * @param store which writer wrote the object that is at a key
 * @param pending the data files that the database knows and that no execution has planned
 * @param waiting drops that wait for an execution to end
 * @param decided the other drops that the program has found
 * @param taken which trigger file an execution of a sub-folder had that loaded a key, since a
 *     folder above was loaded
 * @param run the execution that runs or was the last to run, null before the first
 * @param live null if nothing was loaded yet
 */
record FolderState(
    List<Writer> writers,
    List<Integer> dropped,
    Map<String, Integer> store,
    Set<Written> pending,
    Set<Integer> waiting,
    Map<Integer, Decision> decided,
    Map<String, String> taken,
    Run run,
    Content live) {
  /** An object that a writer wrote. */
  record Written(String key, int writer) implements Comparable<Written> {
    @Override
    public int compareTo(Written other) {
      var byKey = key.compareTo(other.key);
      return byKey == 0 ? Integer.compare(writer, other.writer) : byKey;
    }

    @Override
    public String toString() {
      return key + " of " + writer;
    }
  }

  /**
   * @param left the keys that it has still to write
   * @param last the key that it wrote last, null before the first
   */
  record Writer(Set<String> left, String last) {
    boolean hasFinished() {
      return left.isEmpty();
    }
  }

  /** What became of a drop, for good. */
  enum Decision {
    /** It has an execution. */
    EXECUTED,
    /** It is older than the live content. */
    OLDER,
    /** Another execution was running. */
    BUSY
  }

  /**
   * What an execution loads.
   *
   * @param drop the drop that the execution says it is
   * @param listed the drop whose trigger file was in the folder when it was listed
   */
  record Content(int drop, int listed) {}

  /**
   * An execution.
   *
   * @param drops how many drops there were when it was accepted
   * @param content null before the folder is listed
   * @param plan empty before the folder is listed
   * @param unplanned the data files of its tree that stood outside its plan when it was frozen
   * @param late the files that it counted as late
   */
  record Run(
      int drop,
      int drops,
      Status status,
      Content content,
      Set<Written> plan,
      Set<Written> unplanned,
      Set<Written> late) {
    static Run accepted(int drop, int drops) {
      return new Run(drop, drops, Status.ACCEPTED, null, Set.of(), Set.of(), Set.of());
    }

    /** The trigger file was written again; the plan is made anew if there is one. */
    Run as(int other) {
      return new Run(other, drops, status, content, plan, unplanned, late);
    }

    Run listed(Content found, Set<Written> files) {
      return new Run(drop, drops, status, found, files, unplanned, late);
    }

    Run unlisted() {
      return listed(null, Set.of());
    }

    Run frozen(Set<Written> others) {
      return new Run(drop, drops, status, content, plan, others, late).to(Status.PLANNED);
    }

    Run completed(Set<Written> counted) {
      var over = new Run(drop, drops, status, null, Set.of(), Set.of(), counted);
      return over.to(Status.COMPLETED);
    }

    /** Moves to a status as {@link Status#next} allows it. */
    Run to(Status next) {
      if (!status.next().contains(next)) {
        throw new IllegalStateException("there is no transition from " + status + " to " + next);
      }
      return new Run(drop, drops, next, content, plan, unplanned, late);
    }
  }

  boolean isRunning() {
    return run != null && !run.status().isOver();
  }

  /** Whether the drop whose trigger file stands has had no execution, and would replace content. */
  boolean isDue(int drop) {
    return decided.get(drop) != Decision.EXECUTED && (live == null || !isBefore(drop, live.drop()));
  }

  /** Whether a drop came before another. */
  boolean isBefore(int drop, int other) {
    return dropped.indexOf(drop) < dropped.indexOf(other);
  }

  boolean stands(Written object) {
    return Integer.valueOf(object.writer()).equals(store.get(object.key()));
  }
}
