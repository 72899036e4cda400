package org.datareload.testing;

import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.datareload.config.ConfigBridge;
import org.datareload.execution.Leases;
import org.datareload.execution.Run;
import org.datareload.landing.DeletionSql;
import org.datareload.landing.Deletions;
import org.datareload.landing.LandingZone;
import org.datareload.route.HousekeepingRoutes;
import org.datareload.route.NotificationRoutes;
import org.datareload.route.ReceiptRoutes;
import org.datareload.route.ReloadRoutes;
import org.datareload.store.AdaptiveLimiter;
import org.datareload.store.ObjectStore;
import org.datareload.store.TestZones;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.core.Jdbi;

/**
 * One process of the program: its beans and inner routes on a database and a store that it may
 * share with others, behind a fault point. SQS, HTTP and mail are left out.
 */
public final class TestProcess implements AutoCloseable {
  private static final List<String> TIMER_ROUTES =
      List.of(
          "poll-executions",
          "run-execution",
          "send-heartbeats",
          "clean-up",
          "announce-problems",
          "compact-database");
  private static final Set<Class<?>> BUGS =
      Set.of(
          NullPointerException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class,
          ArithmeticException.class,
          ConcurrentModificationException.class);
  private final Map<String, Object> beans = new LinkedHashMap<>();
  private final CamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate template;
  private final Deletions deletions;
  private final Jdbi jdbi;

  private TestProcess(
      TestDatabase database,
      TestZones zones,
      FaultPoint faults,
      int window,
      boolean driven,
      Map<String, String> given) {
    jdbi = ConfigBridge.connect(FaultPointDataSource.of(database.pool(), faults));
    var limiter = new AdaptiveLimiter(window);
    var settings = new HashMap<String, String>();
    settings.put("reload.lz.bucket", zones.zones().landing());
    settings.put("reload.dlz.bucket", zones.zones().lake());
    settings.put("reload.trigger.settle", "0s");
    // Tests expire leases themselves; none shall expire because the machine is slow.
    settings.put("reload.executions.lease", "10m");
    settings.putAll(given);
    ConfigBridge.bind(
        settings,
        jdbi,
        database.pool(),
        zones.store(faults, limiter),
        zones.blockingClient(faults, limiter),
        beans::put);
    try {
      open(driven, settings);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    template = camel.createProducerTemplate();
    deletions =
        new Deletions(
            jdbi.onDemand(DeletionSql.class),
            bean(ObjectStore.class),
            bean(LandingZone.class),
            zones.zones().landing());
  }

  /** A process that works on its own timers. */
  public static TestProcess working(TestDatabase database, TestZones zones, FaultPoint faults) {
    return working(database, zones, faults, Map.of());
  }

  /** The same with other settings. */
  public static TestProcess working(
      TestDatabase database, TestZones zones, FaultPoint faults, Map<String, String> settings) {
    return new TestProcess(database, zones, faults, 64, false, settings);
  }

  /** A process that works only on demand, with one store request at a time. */
  public static TestProcess driven(TestDatabase database, TestZones zones, FaultPoint faults) {
    return driven(database, zones, faults, 1);
  }

  /** The same with up to {@code window} store requests at a time, in no fixed order. */
  public static TestProcess driven(
      TestDatabase database, TestZones zones, FaultPoint faults, int window) {
    return new TestProcess(database, zones, faults, window, true, Map.of());
  }

  private void open(boolean driven, Map<String, String> settings) throws Exception {
    var properties = new Properties();
    properties.putAll(settings);
    properties.putAll(
        Map.of(
            "reload.executions.poll", "100",
            "reload.executions.parallel", "4",
            "reload.executions.heartbeat", "15000",
            "reload.housekeeping.interval", "3600000",
            "reload.mail.problems-interval", "60000"));
    camel.getPropertiesComponent().setOverrideProperties(properties);
    beans.forEach(camel.getRegistry()::bind);
    camel.addRoutes(new ReloadRoutes());
    camel.addRoutes(new NotificationRoutes());
    camel.addRoutes(new ReceiptRoutes());
    camel.addRoutes(new HousekeepingRoutes());
    camel.setAutoStartup(!driven);
    camel.start();
    if (driven) {
      for (var route : camel.getRoutes()) {
        if (!TIMER_ROUTES.contains(route.getRouteId())) {
          camel.getRouteController().startRoute(route.getRouteId());
        }
      }
    }
  }

  /** The beans by the names that routes use. */
  public Map<String, Object> beans() {
    return Map.copyOf(beans);
  }

  /** The database behind the fault point, for services that only HTTP uses. */
  public Jdbi jdbi() {
    return jdbi;
  }

  public <T> T bean(Class<T> type) {
    return camel.getRegistry().findSingleByType(type);
  }

  /** Deletes pending files, as the API does. */
  public Deletions deletions() {
    return deletions;
  }

  /** Sends a message to an endpoint and returns the failure, or null. */
  public Throwable send(String endpoint, Object body) {
    // InOnly, as from timers and queues.
    Exchange exchange = template.send(endpoint, message -> message.getMessage().setBody(body));
    var failed =
        exchange.getException() != null
            ? exchange.getException()
            : (Throwable) exchange.getProperty(Exchange.EXCEPTION_CAUGHT);
    requireNoBug(failed);
    return failed;
  }

  /** No outage excuses these exceptions. */
  private static void requireNoBug(Throwable failed) {
    for (var cause = failed; cause != null; cause = cause.getCause()) {
      if (BUGS.contains(cause.getClass())) {
        throw new AssertionError("a bug in the program", failed);
      }
    }
  }

  /** Claims and drives executions until none is left. */
  public void drive() {
    for (Run run = claim(); run != null; run = claim()) {
      send("direct:drive-execution", run);
    }
  }

  private Run claim() {
    return bean(Leases.class).claim();
  }

  /** Stops the process without waiting for its consumers, which takes up to a second. */
  @Override
  public void close() {
    bean(Leases.class).releaseAll();
    CompletableFuture.runAsync(camel::stop);
  }
}
