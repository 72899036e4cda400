package org.datareload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.execution.Protocol.Guard;
import org.datareload.execution.Protocol.State;
import org.datareload.execution.Protocol.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks through every state that the protocol can get into. */
final class ModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "ab"})
  void noStateIsFlawed(String files) {
    var all = new Protocol(EnumSet.allOf(Guard.class), List.of(files.split("")));

    assertThat(wayToAFlaw(all)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyGuardIsNeeded(Guard dropped) {
    var rest = EnumSet.complementOf(EnumSet.of(dropped));

    assertThat(wayToAFlaw(new Protocol(rest, List.of("a")))).isNotEmpty();
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
    Map<State, Map.Entry<State, Step>> from = new HashMap<>();
    var queue = new ArrayDeque<State>();
    var start = protocol.start();
    from.put(start, null);
    queue.add(start);
    while (!queue.isEmpty()) {
      var state = queue.poll();
      var flaw = Flaws.flaw(protocol, state);
      if (flaw != null) {
        var way = way(from, state);
        way.add(flaw);
        return way;
      }
      for (var step : protocol.steps(state)) {
        if (!from.containsKey(step.to())) {
          from.put(step.to(), Map.entry(state, step));
          queue.add(step.to());
        }
      }
    }
    System.out.printf("model: %d states%n", from.size());
    return List.of();
  }

  private static List<String> way(Map<State, Map.Entry<State, Step>> from, State to) {
    var way = new ArrayList<String>();
    for (var step = from.get(to); step != null; step = from.get(step.getKey())) {
      way.add(step.getValue().name());
    }
    Collections.reverse(way);
    return way;
  }
}
