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
 * The protocol of a reload as a state machine: two processes that crash, are suspended and send
 * late requests, a database that loses the response to a commit, two executions that can end with
 * outstanding clean-up, and a user who overwrites a file. Status changes follow {@link
 * Status#next}, as those of the program do.
 */
final class Protocol implements Model<State> {
  /** The guards of the protocol; each can be left out. */
  enum Guard {
    /** Status changes check the fence and the previous status. */
    FENCE,
    LATE_DELETE,
    SOURCE_CONDITION,
    DELETE_CONDITION,
    UNIQUE_KEYS,
    MANIFEST_CONDITION,
    DURABLE_ABORT,
    /** Loaded files that are not cleared yet are not loaded again. */
    LOADED_ONCE
  }

  /**
   * Upper bounds.
   *
   * @param takes how often processes claim an execution
   * @param failures lost responses to commits
   * @param releases executions that end with outstanding clean-up
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

  boolean has(Guard guard) {
    return guards.contains(guard);
  }

  Bounds bounds() {
    return bounds;
  }

  String key(String file, int execution) {
    return has(Guard.UNIQUE_KEYS) ? file + execution : file;
  }

  @Override
  public State start() {
    var landing = new TreeMap<String, Integer>();
    files.forEach(file -> landing.put(file, 1));
    Map<String, Integer> old = Map.of(key("a", 0), 0, key("c", 0), 0);
    var content = new Content(0, old);
    var nothing = new Spent(0, 0, 0, 0, false);
    return new State(
        landing, old, content, 0, FAILED, 0, Map.of(), Set.of(), content, Map.of(), List.of(),
        List.of(), Map.of(), nothing, Map.of());
  }

  @Override
  public List<Step<State>> steps(State s) {
    var steps = new ArrayList<Step<State>>();
    var to = new ProtocolSteps(this, s, steps);
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

  @Override
  public String violation(State s) {
    return Violations.of(this, s);
  }

  /** The files that an execution finds now in the landing zone. */
  Map<String, Integer> toLoad(State s) {
    var found = new TreeMap<>(s.landing());
    if (has(Guard.LOADED_ONCE)) {
      found.entrySet().removeIf(file -> s.isLoaded(file.getKey(), file.getValue()));
    }
    return found;
  }

  /** Whether a worker's status change is allowed by fence and status. */
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
