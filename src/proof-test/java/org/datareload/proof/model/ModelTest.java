package org.datareload.proof.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.execution.Status;
import org.datareload.proof.model.Protocol.Bounds;
import org.datareload.proof.model.Protocol.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks through every state that the protocol can get into. */
final class ModelTest {
  private static final boolean LONG = "long".equals(System.getProperty("reload.proof"));

  @ParameterizedTest
  @CsvSource({"a,1,0,0", "a,0,1,1", "ab,0,0,0"})
  void noStateIsFlawed(String files, int crashes, int failures, int releases) {
    assertThat(wayToAFlaw(all(files, new Bounds(2, crashes, failures, releases)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a,1,1,1", "ab,1,0,0", "ab,0,1,1"})
  void noneOfAllStatesIsFlawed(String files, int crashes, int failures, int releases) {
    assumeTrue(LONG, "takes a minute, and runs with -Dreload.proof=long");
    assertThat(wayToAFlaw(all(files, new Bounds(2, crashes, failures, releases)))).isEmpty();
  }

  private static Protocol all(String files, Bounds bounds) {
    return new Protocol(EnumSet.allOf(Guard.class), List.of(files.split("")), bounds);
  }

  @ParameterizedTest
  @CsvSource({
    "FENCE, failed after the commit",
    "LATE_DELETE, a1 is lost",
    "SOURCE_CONDITION, the manifest names what is not there",
    "DELETE_CONDITION, a2 is lost",
    "UNIQUE_KEYS, the manifest names what is not there",
    "MANIFEST_CONDITION, the manifest names what is not there",
    "DURABLE_ABORT, the manifest names what is not there",
    "LOADED_ONCE, loaded twice"
  })
  void everyGuardIsNeeded(Guard dropped, String flaw) {
    var rest = EnumSet.complementOf(EnumSet.of(dropped));

    var way = wayToAFlaw(new Protocol(rest, List.of("a"), new Bounds(2, 1, 1, 1)));

    assertThat(way).last().isEqualTo(flaw);
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

  /** The shortest way to a flawed state, and what is wrong with it; empty where there is none. */
  private static List<String> wayToAFlaw(Protocol protocol) {
    Map<State, State> from = new HashMap<>();
    var queue = new ArrayDeque<State>();
    var start = protocol.start();
    from.put(start, start);
    queue.add(start);
    var statuses = EnumSet.noneOf(Status.class);
    while (!queue.isEmpty()) {
      var state = queue.poll();
      var flaw = Flaws.flaw(protocol, state);
      if (flaw != null) {
        var way = way(protocol, from, state);
        way.add(flaw);
        return way;
      }
      statuses.add(state.status());
      for (var step : protocol.steps(state)) {
        if (from.putIfAbsent(step.to(), state) == null) {
          queue.add(step.to());
        }
      }
    }
    System.out.printf("model: %s, %s, %d states%n", protocol.files, protocol.bounds(), from.size());
    assertThat(statuses).isEqualTo(EnumSet.complementOf(EnumSet.of(Status.REJECTED)));
    return List.of();
  }

  /** The steps are not kept, since they would take more memory than the states. */
  private static List<String> way(Protocol protocol, Map<State, State> from, State to) {
    var way = new ArrayList<String>();
    for (var at = to; from.get(at) != at; at = from.get(at)) {
      var here = at;
      way.add(
          protocol.steps(from.get(at)).stream()
              .filter(step -> step.to().equals(here))
              .findFirst()
              .orElseThrow()
              .name());
    }
    Collections.reverse(way);
    return way;
  }
}
