package org.datareload.proof.model;

import static org.datareload.execution.Status.ACCEPTED;

import java.util.List;
import org.datareload.proof.model.Protocol.Step;
import org.datareload.proof.model.State.Op;
import org.datareload.proof.model.State.Worker;
import org.datareload.proof.model.State.Worker.Phase;

/** The steps that lead out of one state of the protocol. */
final class Successors {
  private final Protocol protocol;
  private final State s;
  private final List<Step> steps;
  private final Todo todo;

  Successors(Protocol protocol, State state, List<Step> steps) {
    this.protocol = protocol;
    this.s = state;
    this.steps = steps;
    this.todo = new Todo(protocol);
  }

  void trigger() {
    add("trigger", changed().accepted(s.execution() + 1, ACCEPTED).spent(s.spent().next()));
  }

  void upload(String file) {
    add("upload " + file, changed().uploaded(file));
  }

  /** A late request takes effect; one to the store that never does is as good as not sent. */
  void late(int at) {
    var op = s.late().get(at);
    var effect = changed();
    effect.apply(protocol, op);
    add("late " + op.kind(), effect.landed(at));
    if (op.kind() == Op.Kind.COMMIT) {
      add("commit rolled back", changed().landed(at));
    }
  }

  /** A process without work takes what nobody drives, or what is due; locked rows are skipped. */
  void take() {
    var spent = s.spent();
    if (!s.status().isOver() && spent.takes() < protocol.bounds().takes() && !s.isLocked()) {
      var fence = s.fence() + 1;
      var worker =
          new Worker(s.execution(), fence, Phase.PLANNING, List.of(), s.plan(), s.retire());
      var next = todo.from(s, worker);
      add("takes", changed().fence(fence).spent(spent.take()).begins(next));
    }
    s.due()
        .forEach(
            (execution, due) -> {
              var phase = s.mayMoreCome(execution, null) ? Phase.CLEANING : Phase.CLEANING_AT_LAST;
              var worker = new Worker(execution, 0, phase, List.of(), due.clear(), due.delete());
              add("takes what is due", changed().begins(todo.clearing(worker, phase)));
            });
  }

  void work(int w) {
    var worker = s.workers().get(w);
    if (s.spent().crashes() < protocol.bounds().crashes()) {
      var spent = s.spent().crash();
      add(w + " crashes", changed().spent(spent).leaves(w));
      if (!worker.todo().isEmpty()) {
        var sent = worker.todo().get(0);
        add(w + " crashes behind " + sent.kind(), changed().spent(spent).leaves(w).sent(sent));
      }
    }
    new Working(protocol, s, w, steps).work();
  }

  private void add(String name, Changed changed) {
    steps.add(new Step(name, changed.state()));
  }

  private Changed changed() {
    return new Changed(s);
  }
}
