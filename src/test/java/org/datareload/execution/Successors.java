package org.datareload.execution;

import static org.datareload.execution.Status.ABORTING;
import static org.datareload.execution.Status.COMMITTED;
import static org.datareload.execution.Status.COMPLETED;
import static org.datareload.execution.Status.FAILED;
import static org.datareload.execution.Status.PLANNED;
import static org.datareload.execution.Status.PUBLISHED;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datareload.execution.Protocol.Guard;
import org.datareload.execution.Protocol.State;
import org.datareload.execution.Protocol.State.Content;
import org.datareload.execution.Protocol.State.Op;
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
    if (worker.waits() != null) {
      answered(w, worker);
      return;
    }
    switch (worker.phase()) {
      case "copying" -> copy(w, worker);
      case "failing" -> fail(w, worker);
      case "undoing" -> undo(w, worker);
      case "committed" -> publish(w, worker);
      case "shown" -> move(w, worker, PUBLISHED, "published");
      case "published" -> clear(w, worker);
      default -> throw new IllegalStateException(worker.phase());
    }
  }

  private void answered(int w, Worker worker) {
    var op = worker.waits();
    if (op.kind().equals("copy")) {
      add(w + " gives up", with(s).worker(w, worker.in("failing")));
    }
    var effect = with(s);
    var worked = effect.apply(protocol, op);
    var same = worker.after(op.kind().equals("delete") ? op.key() : op.file());
    Worker after =
        switch (op.kind()) {
          case "copy" ->
              !worked
                  ? worker.in("failing")
                  : protocol.has(Guard.LATE_DELETE)
                      ? same
                      : worker.waiting(clear(op.file(), op.version()));
          case "manifest" ->
              worked || s.manifest().generation() >= worker.execution()
                  ? worker.in("shown")
                  : worker.in("committed");
          default -> same;
        };
    add(w + " gets the answer of " + op.kind(), effect.worker(w, after));
  }

  private void copy(int w, Worker worker) {
    for (var file : worker.plan().entrySet()) {
      if (!worker.done().contains(file.getKey())) {
        var key = protocol.key(file.getKey(), worker.execution());
        var op = new Op("copy", file.getKey(), file.getValue(), key, null, 0);
        add(w + " copies", with(s).worker(w, worker.waiting(op)));
        return;
      }
    }
    if (protocol.moves(s, worker, COMMITTED)) {
      var effect = with(s).status(COMMITTED).commit(content(worker));
      add(w + " commits", effect.worker(w, worker.in("committed")));
    } else {
      add(w + " is lost", with(s).worker(w, null));
    }
  }

  private void fail(int w, Worker worker) {
    if (!protocol.has(Guard.DURABLE_ABORT)) {
      add(w + " undoes", with(s).worker(w, worker.in("undoing")));
    } else if (holds(worker) && s.status() == ABORTING) {
      add(w + " goes on undoing", with(s).worker(w, worker.in("undoing")));
    } else {
      move(w, worker, ABORTING, "undoing");
    }
  }

  private void undo(int w, Worker worker) {
    for (var file : worker.plan().keySet()) {
      var key = protocol.key(file, worker.execution());
      if (protocol.has(Guard.UNIQUE_KEYS) && holds(worker) && !worker.done().contains(key)) {
        var op = new Op("delete", file, 0, key, null, 0);
        add(w + " deletes a copy", with(s).worker(w, worker.waiting(op)));
        return;
      }
    }
    var recorded = protocol.has(Guard.DURABLE_ABORT) || s.status() == ABORTING;
    var undone = holds(worker) && s.status() == PLANNED && !recorded;
    if (undone || protocol.moves(s, worker, FAILED)) {
      add(w + " ends", with(s).status(FAILED).worker(w, null));
    } else {
      add(w + " is lost", with(s).worker(w, null));
    }
  }

  private void publish(int w, Worker worker) {
    if (protocol.has(Guard.MANIFEST_CONDITION) && s.manifest().generation() >= worker.execution()) {
      add(w + " finds its manifest", with(s).worker(w, worker.in("shown")));
      return;
    }
    var op = new Op("manifest", "", 0, "", content(worker), s.manifest().generation());
    add(w + " writes the manifest", with(s).worker(w, worker.waiting(op)));
  }

  private void clear(int w, Worker worker) {
    for (var key : worker.retire()) {
      if (!worker.done().contains(key)) {
        var op = new Op("delete", "", 0, key, null, 0);
        add(w + " retires", with(s).worker(w, worker.waiting(op)));
        return;
      }
    }
    for (var file : worker.plan().entrySet()) {
      if (protocol.has(Guard.LATE_DELETE) && !worker.done().contains(file.getKey())) {
        var op = clear(file.getKey(), file.getValue());
        add(w + " clears", with(s).worker(w, worker.waiting(op)));
        return;
      }
    }
    if (protocol.moves(s, worker, COMPLETED)) {
      add(w + " completes", with(s).status(COMPLETED).worker(w, null));
    } else {
      add(w + " is lost", with(s).worker(w, null));
    }
  }

  private void move(int w, Worker worker, Status to, String phase) {
    if (protocol.moves(s, worker, to)) {
      add(w + " moves to " + to, with(s).status(to).worker(w, worker.in(phase)));
    } else {
      add(w + " is lost", with(s).worker(w, null));
    }
  }

  private boolean holds(Worker worker) {
    return worker.execution() == s.execution()
        && (worker.fence() == s.fence() || !protocol.has(Guard.FENCE));
  }

  private Content content(Worker worker) {
    var objects = new TreeMap<String, Integer>();
    worker.plan().forEach((f, v) -> objects.put(protocol.key(f, worker.execution()), v));
    return new Content(worker.execution(), objects);
  }

  private static Op clear(String file, int version) {
    return new Op("clear", file, version, "", null, 0);
  }

  private void add(String name, Changed changed) {
    steps.add(new Step(name, changed.state()));
  }

  private static Changed with(State state) {
    return new Changed(state);
  }
}
