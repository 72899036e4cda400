package org.datareload.proof.model;

import static org.datareload.execution.Status.FAILED;
import static org.datareload.execution.Status.PLANNED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datareload.execution.Status;
import org.datareload.proof.model.State.Content;
import org.datareload.proof.model.State.Spent;
import org.datareload.proof.model.State.Worker;

/**
 * The protocol of a reload as a machine of states: two processes that crash, stall and send late
 * requests, a database whose answer to a commit is lost, two executions, which can end with their
 * clean-up outstanding, and a user who overwrites a file meanwhile. The database's moves are those
 * of {@link Status#next}, which every statement that moves an execution asks.
 */
final class Protocol {
  /** What keeps the protocol safe; each can be left out. */
  enum Guard {
    /** Moves name the fence and the status that they come from. */
    FENCE,
    LATE_DELETE,
    SOURCE_CONDITION,
    DELETE_CONDITION,
    UNIQUE_KEYS,
    MANIFEST_CONDITION,
    DURABLE_ABORT,
    /** What was loaded and could not be cleared yet is not taken again. */
    LOADED_ONCE
  }

  /**
   * How much happens at most.
   *
   * @param takes how often an execution is taken by a process
   * @param failures answers of the database to a commit that are lost
   * @param releases executions that end with their clean-up outstanding
   */
  record Bounds(int takes, int crashes, int failures, int releases) {}

  private static final int EXECUTIONS = 2;
  private static final int WORKERS = 2;
  private final Set<Guard> guards;
  private final Bounds bounds;
  final List<String> files;

  Protocol(Set<Guard> guards, List<String> files, Bounds bounds) {
    this.guards = guards;
    this.files = files;
    this.bounds = bounds;
  }

  /** A step and where it leads. */
  record Step(String name, State to) {}

  boolean has(Guard guard) {
    return guards.contains(guard);
  }

  Bounds bounds() {
    return bounds;
  }

  String key(String file, int execution) {
    return has(Guard.UNIQUE_KEYS) ? file + execution : file;
  }

  State start() {
    var landing = new TreeMap<String, Integer>();
    files.forEach(file -> landing.put(file, 1));
    Map<String, Integer> old = Map.of(key("a", 0), 0, key("c", 0), 0);
    var content = new Content(0, old);
    var nothing = new Spent(0, 0, 0, 0, false);
    return new State(
        landing, old, content, 0, FAILED, 0, Map.of(), Set.of(), content, Map.of(), List.of(),
        List.of(), Map.of(), nothing, Map.of());
  }

  List<Step> steps(State s) {
    var steps = new ArrayList<Step>();
    var to = new Successors(this, s, steps);
    if (s.status().isOver() && s.execution() < EXECUTIONS && !toLoad(s).isEmpty()) {
      to.trigger();
    }
    if (!s.spent().uploaded() && s.execution() >= 1) {
      to.upload("a");
      to.upload("c");
    }
    for (int i = 0; i < s.late().size(); i++) {
      to.late(i);
    }
    for (int w = 0; w < s.workers().size(); w++) {
      to.work(w);
    }
    if (s.workers().size() < WORKERS) {
      to.take();
    }
    return steps;
  }

  /** What an execution that begins now finds in the landing zone. */
  Map<String, Integer> toLoad(State s) {
    var found = new TreeMap<>(s.landing());
    if (has(Guard.LOADED_ONCE)) {
      found.entrySet().removeIf(file -> s.isLoaded(file.getKey(), file.getValue()));
    }
    return found;
  }

  /** Whether the worker's move finds its row: under its fence, and from a status that allows it. */
  boolean moves(State s, Worker w, Status to) {
    if (s.execution() != w.execution()) {
      return false;
    }
    return !has(Guard.FENCE) || s.fence() == w.fence() && isAllowed(s.status(), to);
  }

  private boolean isAllowed(Status from, Status to) {
    return from.next().contains(to) || !has(Guard.DURABLE_ABORT) && from == PLANNED && to == FAILED;
  }
}
