package org.datareload.proof.model;

import static org.datareload.execution.Status.ABORTING;
import static org.datareload.execution.Status.COMMITTED;
import static org.datareload.execution.Status.COMPLETED;
import static org.datareload.execution.Status.FAILED;
import static org.datareload.execution.Status.PLANNED;
import static org.datareload.execution.Status.PUBLISHED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.datareload.execution.Status;
import org.datareload.proof.model.Protocol.Guard;
import org.datareload.proof.model.Protocol.Step;
import org.datareload.proof.model.State.Due;
import org.datareload.proof.model.State.Op;
import org.datareload.proof.model.State.Worker;
import org.datareload.proof.model.State.Worker.Phase;

/** The next steps of one process of the protocol. */
final class Working {
  private final Protocol protocol;
  private final State s;
  private final int w;
  private final Worker worker;
  private final List<Step> steps;
  private final Todo todo;

  Working(Protocol protocol, State state, int w, List<Step> steps) {
    this.protocol = protocol;
    this.s = state;
    this.w = w;
    this.worker = state.workers().get(w);
    this.steps = steps;
    this.todo = new Todo(protocol);
  }

  void work() {
    if (!worker.todo().isEmpty()) {
      await(worker.todo().get(0));
      return;
    }
    switch (worker.phase()) {
      case PLANNING -> list();
      case LISTED ->
          move(PLANNED, c -> c.plan(worker.plan(), worker.retire()), todo.copying(worker));
      case COPYING -> commit();
      case COMMITTING -> throw new IllegalStateException("its answer is awaited");
      case IN_DOUBT -> readAgain();
      case FAILING -> fail();
      case UNDOING -> endFailed(false);
      case PUBLISHING -> publish();
      case SHOWN -> move(PUBLISHED, c -> c, todo.clearing(worker, Phase.CLEARING));
      case CLEARING -> complete(false);
      case CLEANING -> add("has cleaned up", changed().leaves(w));
      case CLEANING_AT_LAST ->
          add("has cleaned up at last", changed().done(worker.execution()).leaves(w));
    }
  }

  private void await(Op op) {
    var effect = changed();
    var worked = effect.apply(protocol, op);
    add("gets the answer of " + op.kind(), effect.worker(w, after(op, worked)));
    var spent = s.spent();
    switch (worker.phase()) {
      case COPYING -> add("gives up", changed().worker(w, worker.in(Phase.FAILING)));
      case COMMITTING -> {
        if (spent.failures() < protocol.bounds().failures()) {
          var doubting = worker.in(Phase.IN_DOUBT);
          add("loses the answer", changed().sent(op).spent(spent.fail()).worker(w, doubting));
        }
      }
      case UNDOING, CLEARING -> {
        if (spent.releases() >= protocol.bounds().releases()) {
          return;
        }
        if (worker.phase() == Phase.UNDOING) {
          endFailed(true);
        } else {
          complete(true);
        }
      }
      default -> {}
    }
  }

  private Worker after(Op op, boolean worked) {
    return switch (op.kind()) {
      case COPY -> worked ? worker.answered() : worker.in(Phase.FAILING);
      case COMMIT -> worker.in(Phase.PUBLISHING);
      case MANIFEST ->
          worked || s.manifest().generation() >= worker.execution()
              ? worker.in(Phase.SHOWN)
              : worker.in(Phase.PUBLISHING);
      case DELETE, CLEAR -> worker.answered();
    };
  }

  private void list() {
    var found = protocol.toLoad(s);
    var replaced = s.liveKeys();
    found.keySet().forEach(file -> replaced.remove(protocol.key(file, worker.execution())));
    var next = found.isEmpty() ? Phase.FAILING : Phase.LISTED;
    add("lists", changed().worker(w, worker.planned(next, found, replaced)));
  }

  /** The transaction holds the row from its first statement on. */
  private void commit() {
    if (s.isLocked()) {
      return;
    }
    if (protocol.moves(s, worker, COMMITTED)) {
      var sent = worker.in(Phase.COMMITTING, List.of(Op.commit(todo.content(worker))));
      add("commits", changed().worker(w, sent));
    } else {
      lose();
    }
  }

  /** It drops the run, for whoever comes next, or looks at what became of its commit. */
  private void readAgain() {
    lose();
    if (s.execution() == worker.execution() && !s.status().isOver()) {
      var next = s.status() == PLANNED ? worker.in(Phase.FAILING) : todo.from(s, worker);
      add("reads the row again", changed().worker(w, next));
    }
  }

  private void fail() {
    if (!protocol.has(Guard.DURABLE_ABORT)) {
      add("undoes", changed().worker(w, todo.undoing(worker)));
    } else if (holds() && s.status() == ABORTING) {
      add("goes on undoing", changed().worker(w, todo.undoing(worker)));
    } else {
      move(ABORTING, c -> c, todo.undoing(worker));
    }
  }

  /** Its copies are looked for again later, deleted or not: one may still be under way. */
  private void endFailed(boolean early) {
    move(FAILED, c -> due(c, early, todo.copies(worker), Map.of()), null);
  }

  private void publish() {
    if (protocol.has(Guard.MANIFEST_CONDITION) && s.manifest().generation() >= worker.execution()) {
      add("finds its manifest", changed().worker(w, worker.in(Phase.SHOWN)));
      return;
    }
    var put = Op.manifest(todo.content(worker), s.manifest().generation());
    add("writes the manifest", changed().worker(w, worker.in(Phase.PUBLISHING, List.of(put))));
  }

  /**
   * What it replaced is looked for again later: a copy of it may still be under way.
   *
   * @param early something is left to delete
   */
  private void complete(boolean early) {
    move(COMPLETED, c -> due(c, early, worker.retire(), early ? worker.plan() : Map.of()), null);
  }

  private Changed due(
      Changed ended, boolean early, Set<String> delete, Map<String, Integer> clear) {
    if (early) {
      ended.spent(s.spent().release());
    }
    return delete.isEmpty() && clear.isEmpty()
        ? ended
        : ended.due(worker.execution(), new Due(delete, clear));
  }

  /** Moves the row where it is as the worker believes, once no other transaction has it. */
  private void move(Status to, UnaryOperator<Changed> more, Worker next) {
    if (s.isLocked()) {
      return;
    }
    if (protocol.moves(s, worker, to)) {
      var moved = more.apply(changed().status(to)).leaves(w);
      add("moves to " + to, next == null ? moved : moved.begins(next));
    } else {
      lose();
    }
  }

  private void lose() {
    add("lets go", changed().leaves(w));
  }

  private boolean holds() {
    return worker.execution() == s.execution()
        && (worker.fence() == s.fence() || !protocol.has(Guard.FENCE));
  }

  private void add(String name, Changed changed) {
    steps.add(new Step(w + " " + name, changed.state()));
  }

  private Changed changed() {
    return new Changed(s);
  }
}
