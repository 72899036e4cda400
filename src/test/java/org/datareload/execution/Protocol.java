package org.datareload.execution;

import static org.datareload.execution.Status.ABORTING;
import static org.datareload.execution.Status.COMMITTED;
import static org.datareload.execution.Status.FAILED;
import static org.datareload.execution.Status.PLANNED;
import static org.datareload.execution.Status.PUBLISHED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datareload.execution.Protocol.State.Op;
import org.datareload.execution.Protocol.State.Worker;

/**
 * The protocol of a reload as a machine of states: two processes that crash, stall and send late
 * requests, two executions, and a user who overwrites a file meanwhile. The database's moves are
 * those of {@link Status#next}.
 */
final class Protocol {
  /** What keeps the protocol safe; each can be left out. */
  enum Guard {
    FENCE,
    LATE_DELETE,
    SOURCE_CONDITION,
    DELETE_CONDITION,
    UNIQUE_KEYS,
    MANIFEST_CONDITION,
    DURABLE_ABORT
  }

  private static final int TAKES = 2;
  private static final int CRASHES = 1;
  private final Set<Guard> guards;
  final List<String> files;

  Protocol(Set<Guard> guards, List<String> files) {
    this.guards = guards;
    this.files = files;
  }

  /** All that exists; versions of a file are 0 (of an earlier load), 1 and 2 (of the user). */
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
      int takes,
      int crashes,
      boolean uploaded,
      Map<String, Integer> overwritten) {
    /** A generation and its objects. */
    record Content(int generation, Map<String, Integer> objects) {}

    /** A request that is under way. */
    record Op(String kind, String file, int version, String key, Content manifest, int expected) {}

    /** A process: what it believes, and the request that it waits for. */
    record Worker(
        int execution,
        int fence,
        String phase,
        Set<String> done,
        Op waits,
        Map<String, Integer> plan,
        Set<String> retire) {
      Worker in(String next) {
        return new Worker(execution, fence, next, Set.of(), null, plan, retire);
      }

      Worker waiting(Op op) {
        return new Worker(execution, fence, phase, done, op, plan, retire);
      }

      Worker after(String step) {
        var all = new TreeSet<>(done);
        all.add(step);
        return new Worker(execution, fence, phase, all, null, plan, retire);
      }
    }
  }

  /** A step and where it leads. */
  record Step(String name, State to) {}

  boolean has(Guard guard) {
    return guards.contains(guard);
  }

  String key(String file, int execution) {
    return has(Guard.UNIQUE_KEYS) ? file + execution : file;
  }

  State start() {
    var landing = new TreeMap<String, Integer>();
    files.forEach(file -> landing.put(file, 1));
    Map<String, Integer> old = Map.of(key("a", 0), 0, key("c", 0), 0);
    var content = new State.Content(0, old);
    var none = new ArrayList<Worker>();
    none.add(null);
    none.add(null);
    return new State(
        landing, old, content, 0, FAILED, 0, Map.of(), Set.of(), content, Map.of(), none, List.of(),
        0, 0, false, Map.of());
  }

  List<Step> steps(State s) {
    var steps = new ArrayList<Step>();
    var to = new Successors(this, s, steps);
    if (s.status().isOver() && s.execution() < 2 && !s.landing().isEmpty()) {
      to.trigger();
    }
    if (!s.uploaded() && s.execution() >= 1) {
      to.upload("a");
      to.upload("c");
    }
    for (int i = 0; i < s.late().size(); i++) {
      to.late(i);
    }
    for (int w = 0; w < 2; w++) {
      if (s.workers().get(w) != null) {
        to.work(w, s.crashes() < CRASHES);
      } else if (!s.status().isOver() && s.takes() < TAKES) {
        to.take(w);
      }
    }
    return steps;
  }

  /** Whether the worker's move finds its row: under its fence, and from a status that allows it. */
  boolean moves(State s, Worker w, Status to) {
    if (!has(Guard.FENCE)) {
      return s.execution() == w.execution();
    }
    return s.execution() == w.execution()
        && s.fence() == w.fence()
        && s.status().next().contains(to);
  }

  /** The status in which a worker that has just taken the execution goes on. */
  static String phase(Status status) {
    return Map.of(
            PLANNED, "copying",
            ABORTING, "undoing",
            COMMITTED, "committed",
            PUBLISHED, "published")
        .get(status);
  }
}
