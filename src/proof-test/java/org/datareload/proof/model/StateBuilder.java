package org.datareload.proof.model;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datareload.execution.Status;
import org.datareload.proof.model.Protocol.Guard;
import org.datareload.proof.model.State.Content;
import org.datareload.proof.model.State.Due;
import org.datareload.proof.model.State.Op;
import org.datareload.proof.model.State.Spent;
import org.datareload.proof.model.State.Worker;

/** Builds the next state of the protocol. */
final class StateBuilder {
  /** Makes states equal that differ only in the identity of processes. */
  private static final Comparator<Worker> ORDER =
      comparing(Worker::execution)
          .thenComparing(Worker::fence)
          .thenComparing(Worker::phase)
          .thenComparing(worker -> worker.requests().size());

  private Map<String, Integer> landing;
  private Map<String, Integer> lake;
  private Content manifest;
  private int execution;
  private Status status;
  private int fence;
  private Map<String, Integer> plan;
  private Set<String> retire;
  private Content live;
  private Map<Integer, Map<String, Integer>> committed;
  private List<Worker> workers;
  private List<Op> late;
  private Map<Integer, Due> due;
  private Spent spent;
  private Map<String, Integer> overwritten;

  StateBuilder(State from) {
    landing = from.landing();
    lake = from.lake();
    manifest = from.manifest();
    execution = from.execution();
    status = from.status();
    fence = from.fence();
    plan = from.plan();
    retire = from.retire();
    live = from.live();
    committed = from.committed();
    workers = from.workers();
    late = from.late();
    due = from.due();
    spent = from.spent();
    overwritten = from.overwritten();
  }

  State state() {
    return new State(
        landing,
        lake,
        manifest,
        execution,
        status,
        fence,
        plan,
        retire,
        live,
        committed,
        workers,
        late,
        due,
        spent,
        overwritten);
  }

  StateBuilder accepted(int next, Status accepted) {
    execution = next;
    status = accepted;
    return plan(Map.of(), Set.of());
  }

  StateBuilder plan(Map<String, Integer> files, Set<String> replaced) {
    plan = files;
    retire = replaced;
    return this;
  }

  StateBuilder uploaded(String file) {
    landing = new TreeMap<>(landing);
    var before = landing.put(file, 2);
    if (before != null) {
      overwritten = new TreeMap<>(overwritten);
      overwritten.put(file, before);
    }
    return spent(spent.upload());
  }

  StateBuilder sent(Op op) {
    late = new ArrayList<>(late);
    late.add(op);
    return this;
  }

  StateBuilder landed(int at) {
    late = new ArrayList<>(late);
    late.remove(at);
    return this;
  }

  StateBuilder due(int of, Due what) {
    due = new TreeMap<>(due);
    due.put(of, what);
    return this;
  }

  StateBuilder done(int of) {
    due = new TreeMap<>(due);
    due.remove(of);
    return this;
  }

  StateBuilder fence(int now) {
    fence = now;
    return this;
  }

  StateBuilder spent(Spent now) {
    spent = now;
    return this;
  }

  StateBuilder status(Status now) {
    status = now;
    return this;
  }

  /** A process begins to work. */
  StateBuilder begins(Worker worker) {
    workers = new ArrayList<>(workers);
    workers.add(worker);
    workers.sort(ORDER);
    return this;
  }

  /** A process stops working, or crashes. */
  StateBuilder leaves(int w) {
    workers = new ArrayList<>(workers);
    workers.remove(w);
    return this;
  }

  StateBuilder worker(int w, Worker now) {
    return leaves(w).begins(now);
  }

  /** Applies a request; returns false if it failed. */
  boolean apply(Protocol protocol, Op op) {
    var current = landing.get(op.file());
    switch (op.kind()) {
      case COPY -> {
        if (current == null || protocol.has(Guard.SOURCE_CONDITION) && current != op.version()) {
          return false;
        }
        lake = new TreeMap<>(lake);
        lake.put(op.key(), current);
      }
      case DELETE -> {
        lake = new TreeMap<>(lake);
        lake.remove(op.key());
      }
      case CLEAR -> {
        if (current != null && (!protocol.has(Guard.DELETE_CONDITION) || current == op.version())) {
          landing = new TreeMap<>(landing);
          landing.remove(op.file());
        }
      }
      case COMMIT -> {
        status = Status.COMMITTED;
        live = op.content();
        committed = new TreeMap<>(committed);
        committed.putIfAbsent(live.generation(), plan);
      }
      case MANIFEST -> {
        if (protocol.has(Guard.MANIFEST_CONDITION) && manifest.generation() != op.expected()) {
          return false;
        }
        manifest = op.content();
      }
    }
    return true;
  }
}
