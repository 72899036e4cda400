package org.datareload.execution;

import static org.datareload.execution.Status.ABORTING;
import static org.datareload.execution.Status.FAILED;

import java.util.Set;
import java.util.TreeMap;
import org.datareload.execution.Protocol.Guard;
import org.datareload.execution.Protocol.State;

/** What is wrong with states of the protocol. */
final class Flaws {
  private Flaws() {}

  /** What is wrong with a state, or null. */
  static String flaw(Protocol protocol, State s) {
    var born = new TreeMap<String, Integer>();
    s.landing().forEach((file, version) -> born.put(file + version, version));
    s.plan().forEach((file, version) -> born.put(file + version, version));
    s.committed().values().forEach(all -> all.forEach((f, v) -> born.put(f + v, v)));
    protocol.files.forEach(file -> born.put(file + 1, 1));
    for (var one : born.entrySet()) {
      var file = one.getKey().substring(0, 1);
      if (isLost(s, file, one.getValue())) {
        return one.getKey() + " is lost";
      }
    }
    if (!holds(s, s.manifest())) {
      return "the manifest names what is not there";
    }
    if (Set.of(FAILED, ABORTING).contains(s.status())
        && s.execution() > 0
        && s.live().generation() == s.execution()) {
      return "failed after the commit";
    }
    if (protocol.has(Guard.UNIQUE_KEYS) && !holds(s, s.live()) && !holds(s, s.manifest())) {
      return "no whole generation";
    }
    return null;
  }

  private static boolean isLost(State s, String file, int version) {
    if (Integer.valueOf(version).equals(s.landing().get(file))
        || Integer.valueOf(version).equals(s.overwritten().get(file))) {
      return false;
    }
    for (var object : s.lake().entrySet()) {
      if (object.getKey().startsWith(file) && object.getValue() == version) {
        return false;
      }
    }
    return s.committed().entrySet().stream()
        .noneMatch(
            e ->
                Integer.valueOf(version).equals(e.getValue().get(file))
                    && s.committed().keySet().stream().anyMatch(later -> later > e.getKey()));
  }

  private static boolean holds(State s, State.Content content) {
    return content.objects().entrySet().stream()
        .allMatch(object -> object.getValue().equals(s.lake().get(object.getKey())));
  }
}
