package org.datareload.execution;

import static org.datareload.execution.Status.ABORTING;
import static org.datareload.execution.Status.COMMITTED;
import static org.datareload.execution.Status.COMPLETED;
import static org.datareload.execution.Status.FAILED;
import static org.datareload.execution.Status.PLANNED;
import static org.datareload.execution.Status.PUBLISHED;

import java.util.List;
import java.util.TreeMap;
import org.datareload.execution.Protocol.Guard;
import org.datareload.execution.Protocol.State;
import org.datareload.execution.Protocol.State.Content;
import org.datareload.execution.Protocol.State.Op;
import org.datareload.execution.Protocol.State.Worker;
import org.datareload.execution.Protocol.Step;

/** The next steps of one process of the protocol. */
final class Working {
  private final Protocol protocol;
  private final State s;
  private final int w;
  private final Worker worker;
  private final List<Step> steps;

  Working(Protocol protocol, State state, int w, List<Step> steps) {
    this.protocol = protocol;
    this.s = state;
    this.w = w;
    this.worker = state.workers().get(w);
    this.steps = steps;
  }

  void work() {
    if (worker.waits() != null) {
      answered();
      return;
    }
    switch (worker.phase()) {
      case "copying" -> copy();
      case "failing" -> fail();
      case "undoing" -> undo();
      case "committed" -> publish();
      case "shown" -> move(PUBLISHED, "published");
      case "published" -> clear();
      default -> throw new IllegalStateException(worker.phase());
    }
  }

  private void answered() {
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

  private void copy() {
    for (var file : worker.plan().entrySet()) {
      if (!worker.done().contains(file.getKey())) {
        var key = protocol.key(file.getKey(), worker.execution());
        var op = new Op("copy", file.getKey(), file.getValue(), key, null, 0);
        add(w + " copies", with(s).worker(w, worker.waiting(op)));
        return;
      }
    }
    if (protocol.moves(s, worker, COMMITTED)) {
      var effect = with(s).status(COMMITTED).commit(content());
      add(w + " commits", effect.worker(w, worker.in("committed")));
    } else {
      add(w + " is lost", with(s).worker(w, null));
    }
  }

  private void fail() {
    if (!protocol.has(Guard.DURABLE_ABORT)) {
      add(w + " undoes", with(s).worker(w, worker.in("undoing")));
    } else if (holds() && s.status() == ABORTING) {
      add(w + " goes on undoing", with(s).worker(w, worker.in("undoing")));
    } else {
      move(ABORTING, "undoing");
    }
  }

  private void undo() {
    for (var file : worker.plan().keySet()) {
      var key = protocol.key(file, worker.execution());
      if (protocol.has(Guard.UNIQUE_KEYS) && holds() && !worker.done().contains(key)) {
        var op = new Op("delete", file, 0, key, null, 0);
        add(w + " deletes a copy", with(s).worker(w, worker.waiting(op)));
        return;
      }
    }
    var recorded = protocol.has(Guard.DURABLE_ABORT) || s.status() == ABORTING;
    var undone = holds() && s.status() == PLANNED && !recorded;
    if (undone || protocol.moves(s, worker, FAILED)) {
      add(w + " ends", with(s).status(FAILED).worker(w, null));
    } else {
      add(w + " is lost", with(s).worker(w, null));
    }
  }

  private void publish() {
    if (protocol.has(Guard.MANIFEST_CONDITION) && s.manifest().generation() >= worker.execution()) {
      add(w + " finds its manifest", with(s).worker(w, worker.in("shown")));
      return;
    }
    var op = new Op("manifest", "", 0, "", content(), s.manifest().generation());
    add(w + " writes the manifest", with(s).worker(w, worker.waiting(op)));
  }

  private void clear() {
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

  private void move(Status to, String phase) {
    if (protocol.moves(s, worker, to)) {
      add(w + " moves to " + to, with(s).status(to).worker(w, worker.in(phase)));
    } else {
      add(w + " is lost", with(s).worker(w, null));
    }
  }

  private boolean holds() {
    return worker.execution() == s.execution()
        && (worker.fence() == s.fence() || !protocol.has(Guard.FENCE));
  }

  private Content content() {
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
