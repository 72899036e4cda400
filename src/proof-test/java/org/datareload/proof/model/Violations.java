package org.datareload.proof.model;

import static org.datareload.execution.Status.ABORTING;
import static org.datareload.execution.Status.FAILED;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datareload.proof.model.Protocol.Guard;

/** Violations of the guarantees in states of the protocol. */
final class Violations {
  private Violations() {}

  /** The violation in a state, or null. */
  static String of(Protocol protocol, State s) {
    var uploaded = new TreeMap<String, Integer>();
    s.landing().forEach((file, version) -> uploaded.put(file + version, version));
    s.plan().forEach((file, version) -> uploaded.put(file + version, version));
    s.committed().values().forEach(all -> all.forEach((f, v) -> uploaded.put(f + v, v)));
    protocol.files.forEach(file -> uploaded.put(file + 1, 1));
    for (var one : uploaded.entrySet()) {
      var file = one.getKey().substring(0, 1);
      if (isLost(s, file, one.getValue())) {
        return one.getKey() + " is lost";
      }
    }
    if (!holds(s, s.manifest())) {
      return "the manifest names a missing object";
    }
    if (Set.of(FAILED, ABORTING).contains(s.status())
        && s.execution() > 0
        && s.live().generation() == s.execution()) {
      return "failed after the commit";
    }
    if (s.live().objects().isEmpty()) {
      return "replaced by nothing";
    }
    if (protocol.has(Guard.UNIQUE_KEYS) && !holds(s, s.live()) && !holds(s, s.manifest())) {
      return "no whole generation";
    }
    if (isLoadedTwice(s)) {
      return "loaded twice";
    }
    return protocol.has(Guard.UNIQUE_KEYS) && isQuiet(s) ? leftBehind(s) : null;
  }

  private static boolean isLost(State s, String file, Integer version) {
    if (version.equals(s.landing().get(file)) || version.equals(s.overwritten().get(file))) {
      return false;
    }
    for (var object : s.lake().entrySet()) {
      if (object.getKey().startsWith(file) && object.getValue().equals(version)) {
        return false;
      }
    }
    return s.committed().entrySet().stream()
        .noneMatch(
            e ->
                version.equals(e.getValue().get(file))
                    && s.committed().keySet().stream().anyMatch(later -> later > e.getKey()));
  }

  private static boolean holds(State s, State.Content content) {
    return content.objects().entrySet().stream()
        .allMatch(object -> object.getValue().equals(s.lake().get(object.getKey())));
  }

  private static boolean isLoadedTwice(State s) {
    var loaded = new HashSet<Map.Entry<String, Integer>>();
    return s.committed().values().stream()
        .flatMap(plan -> plan.entrySet().stream())
        .anyMatch(file -> !loaded.add(Map.entry(file.getKey(), file.getValue())));
  }

  /** Nothing runs, no request is in flight, and no clean-up is due. */
  private static boolean isQuiet(State s) {
    return s.status().isOver() && s.workers().isEmpty() && s.late().isEmpty() && s.due().isEmpty();
  }

  private static String leftBehind(State s) {
    if (!s.lake().keySet().equals(s.live().objects().keySet())) {
      return "left behind in the lake";
    }
    return s.landing().entrySet().stream().anyMatch(f -> s.isLoaded(f.getKey(), f.getValue()))
        ? "left behind in the landing zone"
        : null;
  }
}
