package org.datareload.proof.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.datareload.testing.proxy.Fault;
import org.datareload.testing.proxy.FaultProxy;
import org.datareload.testing.proxy.FaultProxy.Request;

/** Injects random faults into a percentage of the requests through a proxy. */
final class RandomFaults {
  private final String name;
  private final FaultProxy proxy;
  private final int percent;
  private final Random random;
  private final Map<Fault, Double> expected = new EnumMap<>(Fault.class);
  private int requests;

  RandomFaults(String name, FaultProxy proxy, int percent, Random random) {
    this.name = name;
    this.proxy = proxy;
    this.percent = percent;
    this.random = random;
    proxy.faultsAmongPossible(this::draw);
  }

  private synchronized Fault draw(Request request) {
    requests++;
    var possible = new ArrayList<>(request.possible());
    possible.forEach(
        fault -> expected.merge(fault, percent / 100.0 / possible.size(), Double::sum));
    return random.nextInt(100) < percent ? possible.get(random.nextInt(possible.size())) : null;
  }

  /** Injects no more faults. */
  void end() {
    proxy.faults(() -> null);
  }

  /**
   * Asserts that about as many faults happened as were drawn. Some cannot happen, such as a
   * truncated response after the client closed the connection.
   */
  synchronized void assertHappened() {
    var kinds = new ArrayList<String>();
    for (var fault : expected.keySet()) {
      kinds.add(fault + " " + proxy.struck(fault));
    }
    System.out.printf(
        "faulty reloads: %s, %d of %d requests, %.1f %%, %s%n",
        name, proxy.struck(), requests, 100.0 * proxy.struck() / requests, kinds);
    var all = expected.values().stream().mapToDouble(Double::doubleValue).sum();
    assertThat((double) proxy.struck())
        .as("faults of %s", name)
        .isGreaterThan(0.75 * all - 4 * Math.sqrt(all));
    expected.forEach(
        (fault, times) -> {
          if (times >= 15) {
            assertThat(proxy.struck(fault)).as("%s at %s", fault, name).isPositive();
          }
        });
  }
}
