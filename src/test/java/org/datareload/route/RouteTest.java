package org.datareload.route;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.datareload.config.ConfigBridge;
import org.datareload.config.ReloadComponents;
import org.datareload.store.AdaptiveLimiter;
import org.datareload.store.TestZones;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.junit.jupiter.api.AfterEach;

/** Routes with their real beans, database and store; tests put mocks at the edges. */
abstract class RouteTest extends CamelTestSupport {
  final TestDatabase database = TestDatabases.h2();
  final TestZones zones = new TestZones();
  final TestDataset orders = new TestDataset(database, zones, "orders");
  ReloadComponents components;

  @Override
  public void configureTest(TestExecutionConfiguration test) {
    super.configureTest(test);
    test.withUseAdviceWith(true);
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    var limiter = new AdaptiveLimiter(8);
    components =
        ConfigBridge.bind(
            settings(),
            database.jdbi(),
            database.pool(),
            zones.store(FaultPoint.OPEN, limiter),
            zones.blockingClient(FaultPoint.OPEN, limiter),
            registry::bind);
  }

  Map<String, String> settings() {
    return Map.of(
        "reload.lz.bucket", zones.zones().landing(),
        "reload.dlz.bucket", zones.zones().lake(),
        "reload.trigger.settle", "0s");
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    var context = super.createCamelContext();
    context.getPropertiesComponent().setOverrideProperties(properties());
    return context;
  }

  Properties properties() {
    var properties = new Properties();
    properties.putAll(settings());
    // Timers wait until the test is over.
    properties.putAll(
        Map.of(
            "reload.executions.poll", "1h",
            "reload.executions.parallel", "1",
            "reload.executions.heartbeat", "1h",
            "reload.housekeeping.interval", "1h",
            "reload.mail.problems-interval", "1h"));
    return properties;
  }

  @AfterEach
  void closeDatabase() {
    await()
        .alias("connections that are still used")
        .until(() -> database.pool().getHikariPoolMXBean().getActiveConnections(), equalTo(0));
    database.close();
  }
}
