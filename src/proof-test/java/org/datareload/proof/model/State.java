package org.datareload.proof.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.datareload.execution.Status;

/**
 * A state of the {@link Protocol}. Versions of a file are 0 (loaded earlier), 1 and 2 (uploaded).
 *
 * @param workers the working processes, sorted, since they are interchangeable
 * @param late requests in flight whose senders are dead
 * @param due outstanding clean-up by execution
 */
record State(
    Map<String, Integer> landing,
    Map<String, Integer> lake,
    Content manifest,
    int execution,
    Status status,
    int fence,
    Map<String, Integer> plan,
    Set<String> retire,
    Content live,
    Map<Integer, Map<String, Integer>> committed,
    List<Worker> workers,
    List<Op> late,
    Map<Integer, Due> due,
    Spent spent,
    Map<String, Integer> overwritten) {
  /** A generation and its objects. */
  record Content(int generation, Map<String, Integer> objects) {}

  /** Keys to delete from the lake and files to clear from the landing zone. */
  record Due(Set<String> delete, Map<String, Integer> clear) {}

  /** A request to the store, or a commit. */
  record Op(Kind kind, String file, int version, String key, Content content, int expected) {
    enum Kind {
      COPY,
      DELETE,
      CLEAR,
      COMMIT,
      MANIFEST
    }

    static Op copy(String file, int version, String key) {
      return new Op(Kind.COPY, file, version, key, null, 0);
    }

    /** Deletes an object of the lake. */
    static Op delete(String key) {
      return new Op(Kind.DELETE, "", 0, key, null, 0);
    }

    /** Deletes a file of the landing zone. */
    static Op clear(String file, int version) {
      return new Op(Kind.CLEAR, file, version, "", null, 0);
    }

    static Op commit(Content content) {
      return new Op(Kind.COMMIT, "", 0, "", content, 0);
    }

    /**
     * @param expected the generation read before
     */
    static Op manifest(Content content, int expected) {
      return new Op(Kind.MANIFEST, "", 0, "", content, expected);
    }
  }

  /**
   * A process with its view of the execution.
   *
   * @param requests its next requests; the first one is in flight
   */
  record Worker(
      int execution,
      int fence,
      Phase phase,
      List<Op> requests,
      Map<String, Integer> plan,
      Set<String> retire) {
    enum Phase {
      PLANNING,
      LISTED,
      COPYING,
      COMMITTING,
      IN_DOUBT,
      FAILING,
      UNDOING,
      PUBLISHING,
      PUBLISHED_MANIFEST,
      CLEARING,
      /** After the end of an execution, while late requests may still arrive. */
      CLEANING,
      CLEANING_AT_LAST
    }

    Worker in(Phase next, List<Op> ops) {
      return new Worker(execution, fence, next, ops, plan, retire);
    }

    Worker in(Phase next) {
      return in(next, List.of());
    }

    Worker planned(Phase next, Map<String, Integer> files, Set<String> replaced) {
      return new Worker(execution, fence, next, List.of(), files, replaced);
    }

    /** The first request got its response. */
    Worker answered() {
      return in(phase, requests.subList(1, requests.size()));
    }
  }

  /** Counters for {@link Protocol.Bounds}. */
  record Spent(int takes, int crashes, int failures, int releases, boolean uploaded) {
    Spent take() {
      return new Spent(takes + 1, crashes, failures, releases, uploaded);
    }

    Spent next() {
      return new Spent(0, crashes, failures, releases, uploaded);
    }

    Spent crash() {
      return new Spent(takes, crashes + 1, failures, releases, uploaded);
    }

    Spent fail() {
      return new Spent(takes, crashes, failures + 1, releases, uploaded);
    }

    Spent release() {
      return new Spent(takes, crashes, failures, releases + 1, uploaded);
    }

    Spent upload() {
      return new Spent(takes, crashes, failures, releases, true);
    }
  }

  /** Whether a commit in flight locks the row. */
  boolean isLocked() {
    return late.stream().anyMatch(op -> op.kind() == Op.Kind.COMMIT)
        || workers.stream()
            .anyMatch(w -> w.phase() == Worker.Phase.COMMITTING && !w.requests().isEmpty());
  }

  /** Whether some execution loaded this file. */
  boolean isLoaded(String file, Integer version) {
    return committed.values().stream().anyMatch(loaded -> version.equals(loaded.get(file)));
  }

  /** Whether a request, or another process, may still write for an execution. */
  boolean mayReceiveLateWrites(int of, Worker except) {
    return !late.isEmpty()
        || workers.stream().anyMatch(w -> !w.equals(except) && w.execution() <= of);
  }

  /** The keys of the live content. */
  Set<String> liveKeys() {
    return new TreeSet<>(live.objects().keySet());
  }
}
