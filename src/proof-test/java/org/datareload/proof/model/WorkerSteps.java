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
import org.datareload.proof.model.Model.Step;
import org.datareload.proof.model.Protocol.Guard;
import org.datareload.proof.model.State.Due;
import org.datareload.proof.model.State.Op;
import org.datareload.proof.model.State.Worker;
import org.datareload.proof.model.State.Worker.Phase;

/** The next steps of one process. */
final class WorkerSteps {
  private final Protocol protocol;
  private final State s;
  private final int w;
  private final Worker worker;
  private final List<Step<State>> steps;
  private final WorkerRequests requests;

  WorkerSteps(Protocol protocol, State state, int w, List<Step<State>> steps) {
    this.protocol = protocol;
    this.s = state;
    this.w = w;
    this.worker = state.workers().get(w);
    this.steps = steps;
    this.requests = new WorkerRequests(protocol);
  }

  void work() {
    if (!worker.requests().isEmpty()) {
      await(worker.requests().get(0));
      return;
    }
    switch (worker.phase()) {
      case PLANNING -> list();
      case LISTED ->
          move(PLANNED, c -> c.plan(worker.plan(), worker.retire()), requests.copying(worker));
      case COPYING -> commit();
      case COMMITTING -> throw new IllegalStateException("it waits for a response");
      case IN_DOUBT -> readAgain();
      case FAILING -> fail();
      case UNDOING -> endFailed(false);
      case PUBLISHING -> publish();
      case PUBLISHED_MANIFEST -> move(PUBLISHED, c -> c, requests.clearing(worker, Phase.CLEARING));
      case CLEARING -> complete(false);
      case CLEANING -> add("has cleaned up", builder().leaves(w));
      case CLEANING_AT_LAST ->
          add("has cleaned up at last", builder().done(worker.execution()).leaves(w));
    }
  }

  private void await(Op op) {
    var effect = builder();
    var succeeded = effect.apply(protocol, op);
    add("gets the response of " + op.kind(), effect.worker(w, after(op, succeeded)));
    var spent = s.spent();
    switch (worker.phase()) {
      case COPYING -> add("gives up", builder().worker(w, worker.in(Phase.FAILING)));
      case COMMITTING -> {
        if (spent.failures() < protocol.bounds().failures()) {
          var doubting = worker.in(Phase.IN_DOUBT);
          add("loses the response", builder().sent(op).spent(spent.fail()).worker(w, doubting));
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

  private Worker after(Op op, boolean succeeded) {
    return switch (op.kind()) {
      case COPY -> succeeded ? worker.answered() : worker.in(Phase.FAILING);
      case COMMIT -> worker.in(Phase.PUBLISHING);
      case MANIFEST ->
          succeeded || s.manifest().generation() >= worker.execution()
              ? worker.in(Phase.PUBLISHED_MANIFEST)
              : worker.in(Phase.PUBLISHING);
      case DELETE, CLEAR -> worker.answered();
    };
  }

  private void list() {
    var found = protocol.toLoad(s);
    var replaced = s.liveKeys();
    found.keySet().forEach(file -> replaced.remove(protocol.key(file, worker.execution())));
    var next = found.isEmpty() ? Phase.FAILING : Phase.LISTED;
    add("lists", builder().worker(w, worker.planned(next, found, replaced)));
  }

  /** The transaction locks the row from its first statement. */
  private void commit() {
    if (s.isLocked()) {
      return;
    }
    if (protocol.moves(s, worker, COMMITTED)) {
      var sent = worker.in(Phase.COMMITTING, List.of(Op.commit(requests.content(worker))));
      add("commits", builder().worker(w, sent));
    } else {
      release();
    }
  }

  /** It releases the execution, or reads the row to learn the outcome of its commit. */
  private void readAgain() {
    release();
    if (s.execution() == worker.execution() && !s.status().isOver()) {
      var next = s.status() == PLANNED ? worker.in(Phase.FAILING) : requests.from(s, worker);
      add("reads the row again", builder().worker(w, next));
    }
  }

  private void fail() {
    if (!protocol.has(Guard.DURABLE_ABORT)) {
      add("undoes", builder().worker(w, requests.undoing(worker)));
    } else if (holds() && s.status() == ABORTING) {
      add("goes on undoing", builder().worker(w, requests.undoing(worker)));
    } else {
      move(ABORTING, c -> c, requests.undoing(worker));
    }
  }

  /** Its copies are checked again later, since a late one may still arrive. */
  private void endFailed(boolean early) {
    move(FAILED, c -> due(c, early, requests.copies(worker), Map.of()), null);
  }

  private void publish() {
    if (protocol.has(Guard.MANIFEST_CONDITION) && s.manifest().generation() >= worker.execution()) {
      add("finds its manifest", builder().worker(w, worker.in(Phase.PUBLISHED_MANIFEST)));
      return;
    }
    var put = Op.manifest(requests.content(worker), s.manifest().generation());
    add("writes the manifest", builder().worker(w, worker.in(Phase.PUBLISHING, List.of(put))));
  }

  /**
   * What it replaced is checked again later, since a late copy may still arrive.
   *
   * @param early whether something is left to delete
   */
  private void complete(boolean early) {
    move(COMPLETED, c -> due(c, early, worker.retire(), early ? worker.plan() : Map.of()), null);
  }

  private StateBuilder due(
      StateBuilder ended, boolean early, Set<String> delete, Map<String, Integer> clear) {
    if (early) {
      ended.spent(s.spent().release());
    }
    return delete.isEmpty() && clear.isEmpty()
        ? ended
        : ended.due(worker.execution(), new Due(delete, clear));
  }

  /** Changes the status unless another transaction locks the row. */
  private void move(Status to, UnaryOperator<StateBuilder> more, Worker next) {
    if (s.isLocked()) {
      return;
    }
    if (protocol.moves(s, worker, to)) {
      var moved = more.apply(builder().status(to)).leaves(w);
      add("moves to " + to, next == null ? moved : moved.begins(next));
    } else {
      release();
    }
  }

  private void release() {
    add("releases the execution", builder().leaves(w));
  }

  private boolean holds() {
    return worker.execution() == s.execution()
        && (worker.fence() == s.fence() || !protocol.has(Guard.FENCE));
  }

  private void add(String name, StateBuilder changed) {
    steps.add(new Step<>(w + " " + name, changed.state()));
  }

  private StateBuilder builder() {
    return new StateBuilder(s);
  }
}
