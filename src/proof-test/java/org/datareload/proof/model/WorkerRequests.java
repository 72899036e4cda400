package org.datareload.proof.model;

import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datareload.proof.model.Protocol.Guard;
import org.datareload.proof.model.State.Content;
import org.datareload.proof.model.State.Op;
import org.datareload.proof.model.State.Worker;
import org.datareload.proof.model.State.Worker.Phase;

/** The requests that a process decides to send when it begins or resumes. */
final class WorkerRequests {
  private final Protocol protocol;

  WorkerRequests(Protocol protocol) {
    this.protocol = protocol;
  }

  /** The worker as it resumes from the status in the database. */
  Worker from(State s, Worker worker) {
    return switch (s.status()) {
      case ACCEPTED -> worker.in(Phase.PLANNING);
      case PLANNED -> copying(worker);
      case ABORTING -> undoing(worker);
      case COMMITTED -> worker.in(Phase.PUBLISHING);
      case PUBLISHED -> clearing(worker, Phase.CLEARING);
      default -> throw new IllegalStateException("nothing to do for " + s.status());
    };
  }

  Worker copying(Worker worker) {
    var ops = new ArrayList<Op>();
    worker
        .plan()
        .forEach(
            (file, version) -> {
              ops.add(Op.copy(file, version, protocol.key(file, worker.execution())));
              if (!protocol.has(Guard.LATE_DELETE)) {
                ops.add(Op.clear(file, version));
              }
            });
    return worker.in(Phase.COPYING, ops);
  }

  Worker undoing(Worker worker) {
    return worker.in(Phase.UNDOING, copies(worker).stream().map(Op::delete).toList());
  }

  /** The keys that only this execution can have written. */
  Set<String> copies(Worker worker) {
    var keys = new TreeSet<String>();
    if (protocol.has(Guard.UNIQUE_KEYS)) {
      worker.plan().keySet().forEach(file -> keys.add(protocol.key(file, worker.execution())));
    }
    return keys;
  }

  /** The worker deletes from the lake first, then from the landing zone. */
  Worker clearing(Worker worker, Phase phase) {
    var ops = new ArrayList<Op>();
    worker.retire().forEach(key -> ops.add(Op.delete(key)));
    if (protocol.has(Guard.LATE_DELETE)) {
      worker.plan().forEach((file, version) -> ops.add(Op.clear(file, version)));
    }
    return worker.in(phase, ops);
  }

  /** The content that the worker makes live. */
  Content content(Worker worker) {
    var objects = new TreeMap<String, Integer>();
    worker.plan().forEach((f, v) -> objects.put(protocol.key(f, worker.execution()), v));
    return new Content(worker.execution(), objects);
  }
}
