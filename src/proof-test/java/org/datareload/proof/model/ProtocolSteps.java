package org.datareload.proof.model;

import static org.datareload.execution.Status.ACCEPTED;

import java.util.List;
import org.datareload.proof.model.Model.Step;
import org.datareload.proof.model.State.Op;
import org.datareload.proof.model.State.Worker;
import org.datareload.proof.model.State.Worker.Phase;

/** The steps out of one state of the protocol. */
final class ProtocolSteps {
  private final Protocol protocol;
  private final State s;
  private final List<Step<State>> steps;
  private final WorkerRequests requests;

  ProtocolSteps(Protocol protocol, State state, List<Step<State>> steps) {
    this.protocol = protocol;
    this.s = state;
    this.steps = steps;
    this.requests = new WorkerRequests(protocol);
  }

  void trigger() {
    add("trigger", builder().accepted(s.execution() + 1, ACCEPTED).spent(s.spent().next()));
  }

  void upload(String file) {
    add("upload " + file, builder().uploaded(file));
  }

  /**
   * A late request takes effect. A request to the store that never does was as good as not sent.
   */
  void late(int at) {
    var op = s.late().get(at);
    var effect = builder();
    effect.apply(protocol, op);
    add("late " + op.kind(), effect.landed(at));
    if (op.kind() == Op.Kind.COMMIT) {
      add("commit rolled back", builder().landed(at));
    }
  }

  /** An idle process claims an execution or due clean-up; locked rows are skipped. */
  void take() {
    var spent = s.spent();
    if (!s.status().isOver() && spent.takes() < protocol.bounds().takes() && !s.isLocked()) {
      var fence = s.fence() + 1;
      var worker =
          new Worker(s.execution(), fence, Phase.PLANNING, List.of(), s.plan(), s.retire());
      var next = requests.from(s, worker);
      add("takes", builder().fence(fence).spent(spent.take()).begins(next));
    }
    s.due()
        .forEach(
            (execution, due) -> {
              var phase =
                  s.mayReceiveLateWrites(execution, null) ? Phase.CLEANING : Phase.CLEANING_AT_LAST;
              var worker = new Worker(execution, 0, phase, List.of(), due.clear(), due.delete());
              add("takes what is due", builder().begins(requests.clearing(worker, phase)));
            });
  }

  void work(int w) {
    var worker = s.workers().get(w);
    if (s.spent().crashes() < protocol.bounds().crashes()) {
      var spent = s.spent().crash();
      add(w + " crashes", builder().spent(spent).leaves(w));
      if (!worker.requests().isEmpty()) {
        var sent = worker.requests().get(0);
        add(
            w + " crashes after sending " + sent.kind(),
            builder().spent(spent).leaves(w).sent(sent));
      }
    }
    new WorkerSteps(protocol, s, w, steps).work();
  }

  private void add(String name, StateBuilder changed) {
    steps.add(new Step<>(name, changed.state()));
  }

  private StateBuilder builder() {
    return new StateBuilder(s);
  }
}
