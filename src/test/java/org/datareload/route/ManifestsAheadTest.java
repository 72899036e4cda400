package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests of more generations than the database knows of, as after it was set up anew. */
final class ManifestsAheadTest {
  @ParameterizedTest
  @ValueSource(strings = {"_manifest/current.json", "_symlink_format_manifest/manifest"})
  void areReplacedInBothForms(String missing) {
    var zones = new TestZones();
    try (var before = TestDatabases.h2()) {
      load(before, zones, "first");
      load(before, zones, "second");
    }
    var lake = zones.zones().lake();
    zones.store().delete(lake, List.of("sales/orders/" + missing)).join();

    try (var anew = TestDatabases.h2()) {
      var orders = load(anew, zones, "third");

      assertThat(orders.dataset().generation()).isEqualTo(3);
      assertThat(orders.content()).containsValue("third");
      assertThat(orders.symlinks()).singleElement().asString().contains(orders.newest().id());
    }
  }

  private static TestDataset load(TestDatabase database, TestZones zones, String content) {
    var orders = new TestDataset(database, zones, "orders", false);
    try (var process = TestProcess.driven(database, zones, FaultPoint.OPEN)) {
      orders.put("a.csv", content);
      process.send("direct:accept-notification", orders.trigger(content));
      process.drive();
    }
    return orders;
  }
}
