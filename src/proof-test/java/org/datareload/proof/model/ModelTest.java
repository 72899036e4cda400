package org.datareload.proof.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.proof.Proof.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.execution.Status;
import org.datareload.proof.Proof;
import org.datareload.proof.model.Protocol.Bounds;
import org.datareload.proof.model.Protocol.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explores every reachable state of the protocol. */
final class ModelTest {
  @ParameterizedTest
  @CsvSource({"a,1,0,0", "a,0,1,1", "ab,0,0,0"})
  void noStateViolatesAGuarantee(String files, int crashes, int failures, int releases) {
    assertThat(pathToViolation(all(files, new Bounds(2, crashes, failures, releases)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a,1,1,1", "ab,1,0,0", "ab,0,1,1"})
  void noStateViolatesAGuaranteeWithLargerBounds(
      String files, int crashes, int failures, int releases) {
    Proof.longOnly();
    assertThat(pathToViolation(all(files, new Bounds(2, crashes, failures, releases)))).isEmpty();
  }

  private static Protocol all(String files, Bounds bounds) {
    return new Protocol(EnumSet.allOf(Guard.class), List.of(files.split("")), bounds);
  }

  @ParameterizedTest
  @CsvSource({
    "FENCE, failed after the commit",
    "LATE_DELETE, a1 is lost",
    "SOURCE_CONDITION, the manifest names a missing object",
    "DELETE_CONDITION, a2 is lost",
    "UNIQUE_KEYS, the manifest names a missing object",
    "MANIFEST_CONDITION, the manifest names a missing object",
    "DURABLE_ABORT, the manifest names a missing object",
    "LOADED_ONCE, loaded twice"
  })
  void everyGuardIsNeeded(Guard dropped, String violation) {
    var rest = EnumSet.complementOf(EnumSet.of(dropped));

    var path = pathToViolation(new Protocol(rest, List.of("a"), new Bounds(2, 1, 1, 1)));

    assertThat(path).last().isEqualTo(violation);
  }

  @Test
  void noCommittedExecutionCanFail() {
    var reached = EnumSet.of(Status.COMMITTED);
    var before = 0;
    while (reached.size() > before) {
      before = reached.size();
      for (var status : List.copyOf(reached)) {
        reached.addAll(status.next());
      }
    }

    assertThat(reached).containsExactly(Status.COMMITTED, Status.PUBLISHED, Status.COMPLETED);
  }

  /** The shortest path to a violation, and the violation; empty if there is none. */
  private static List<String> pathToViolation(Protocol protocol) {
    Map<State, State> from = new HashMap<>();
    var queue = new ArrayDeque<State>();
    var start = protocol.start();
    from.put(start, start);
    queue.add(start);
    var statuses = EnumSet.noneOf(Status.class);
    while (!queue.isEmpty()) {
      var state = queue.poll();
      var violation = Violations.of(protocol, state);
      if (violation != null) {
        var path = path(protocol, from, state);
        path.add(violation);
        return path;
      }
      statuses.add(state.status());
      for (var step : protocol.steps(state)) {
        if (from.putIfAbsent(step.to(), state) == null) {
          queue.add(step.to());
        }
      }
    }
    report("model: %s, %s, %d states", protocol.files, protocol.bounds(), from.size());
    assertThat(statuses).isEqualTo(EnumSet.complementOf(EnumSet.of(Status.REJECTED)));
    return List.of();
  }

  /** Recomputes the steps, which would take more memory than the states. */
  private static List<String> path(Protocol protocol, Map<State, State> from, State to) {
    var path = new ArrayList<String>();
    for (var at = to; from.get(at) != at; at = from.get(at)) {
      var here = at;
      path.add(
          protocol.steps(from.get(at)).stream()
              .filter(step -> step.to().equals(here))
              .findFirst()
              .orElseThrow()
              .name());
    }
    Collections.reverse(path);
    return path;
  }
}
