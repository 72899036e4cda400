package org.datareload.execution;

import static org.datareload.execution.Status.PLANNED;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datareload.execution.Protocol.State;
import org.datareload.execution.Protocol.State.Worker;
import org.datareload.execution.Protocol.Step;

/** The steps that lead out of one state of the protocol. */
final class Successors {
  private final Protocol protocol;
  private final State s;
  private final List<Step> steps;

  Successors(Protocol protocol, State state, List<Step> steps) {
    this.protocol = protocol;
    this.s = state;
    this.steps = steps;
  }

  void trigger() {
    int next = s.execution() + 1;
    var retire = new TreeSet<>(s.live().objects().keySet());
    s.landing().keySet().forEach(file -> retire.remove(protocol.key(file, next)));
    add("trigger", with(s).execution(next, PLANNED, s.landing(), retire).takes(0));
  }

  void upload(String file) {
    var landing = new TreeMap<>(s.landing());
    var overwritten = new TreeMap<>(s.overwritten());
    var before = landing.put(file, 2);
    if (before != null) {
      overwritten.put(file, before);
    }
    add("upload " + file, with(s).landing(landing).uploaded(overwritten));
  }

  void late(int at) {
    var late = new ArrayList<>(s.late());
    var effect = with(s);
    effect.apply(protocol, late.remove(at));
    add("late request", effect.late(late));
  }

  void take(int w) {
    var worker =
        new Worker(
            s.execution(),
            s.fence() + 1,
            Protocol.phase(s.status()),
            Set.of(),
            null,
            s.plan(),
            s.retire());
    add(w + " takes", with(s).fence(s.fence() + 1).takes(s.takes() + 1).worker(w, worker));
  }

  void work(int w, boolean mayCrash) {
    var worker = s.workers().get(w);
    if (mayCrash) {
      var late = new ArrayList<>(s.late());
      if (worker.waits() != null) {
        late.add(worker.waits());
      }
      add(w + " crashes", with(s).crash().late(late).worker(w, null));
    }
    new Working(protocol, s, w, steps).work();
  }

  private void add(String name, Changed changed) {
    steps.add(new Step(name, changed.state()));
  }

  private static Changed with(State state) {
    return new Changed(state);
  }
}
