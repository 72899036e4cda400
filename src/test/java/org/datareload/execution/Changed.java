package org.datareload.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datareload.execution.Protocol.Guard;
import org.datareload.execution.Protocol.State;
import org.datareload.execution.Protocol.State.Content;
import org.datareload.execution.Protocol.State.Op;
import org.datareload.execution.Protocol.State.Worker;

/** A state of the protocol while the next one is made of it. */
final class Changed {
  private final State from;
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
  private int takes;
  private int crashes;
  private boolean uploaded;
  private Map<String, Integer> overwritten;

  Changed(State from) {
    this.from = from;
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
    takes = from.takes();
    crashes = from.crashes();
    uploaded = from.uploaded();
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
        takes,
        crashes,
        uploaded,
        overwritten);
  }

  Changed execution(int next, Status accepted, Map<String, Integer> files, Set<String> replaced) {
    execution = next;
    status = accepted;
    plan = files;
    retire = replaced;
    return this;
  }

  Changed landing(Map<String, Integer> now) {
    landing = now;
    return this;
  }

  Changed lake(Map<String, Integer> now) {
    lake = now;
    return this;
  }

  Changed manifest(Content now) {
    manifest = now;
    return this;
  }

  Changed uploaded(Map<String, Integer> gone) {
    uploaded = true;
    overwritten = gone;
    return this;
  }

  Changed late(List<Op> now) {
    late = now;
    return this;
  }

  Changed fence(int now) {
    fence = now;
    return this;
  }

  Changed takes(int now) {
    takes = now;
    return this;
  }

  Changed crash() {
    crashes = from.crashes() + 1;
    return this;
  }

  Changed status(Status now) {
    status = now;
    return this;
  }

  Changed commit(Content content) {
    live = content;
    if (!committed.containsKey(execution)) {
      committed = new TreeMap<>(committed);
      committed.put(execution, plan);
    }
    return this;
  }

  Changed worker(int w, Worker now) {
    workers = new ArrayList<>(workers);
    workers.set(w, now);
    return this;
  }

  /** Lets a request take effect, or not; tells whether it did what it was to do. */
  boolean apply(Protocol protocol, Op op) {
    var there = new TreeMap<>(landing);
    var copies = new TreeMap<>(lake);
    var standing = there.get(op.file());
    switch (op.kind()) {
      case "copy" -> {
        if (standing == null || protocol.has(Guard.SOURCE_CONDITION) && standing != op.version()) {
          return false;
        }
        copies.put(op.key(), standing);
        lake(copies);
      }
      case "delete" -> {
        copies.remove(op.key());
        lake(copies);
      }
      case "clear" -> {
        if (standing != null
            && (!protocol.has(Guard.DELETE_CONDITION) || standing == op.version())) {
          there.remove(op.file());
          landing(there);
        }
      }
      default -> {
        if (protocol.has(Guard.MANIFEST_CONDITION) && manifest.generation() != op.expected()) {
          return false;
        }
        manifest(op.manifest());
      }
    }
    return true;
  }
}
