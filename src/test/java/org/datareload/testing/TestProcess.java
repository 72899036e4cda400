package org.datareload.testing;

import java.util.ConcurrentModificationException;
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
 * One process of the program: its real beans and routes, on a database and a store that it may
 * share with others, behind an edge of its own. The edges of the program (SQS, HTTP, mail) are left
 * out.
 */
public final class TestProcess implements AutoCloseable {
  private static final List<String> TIMED =
      List.of(
          "poll-executions", "run-execution", "send-heartbeats", "clean-up", "compact-database");
  private static final Set<Class<?>> MISTAKES =
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
      TestDatabase database, TestZones zones, FaultPoint edge, int window, boolean driven) {
    jdbi = ConfigBridge.connect(FaultPointDataSource.of(database.pool(), edge));
    var limiter = new AdaptiveLimiter(window);
    var properties =
        Map.of(
            "reload.lz.bucket", zones.zones().landing(),
            "reload.dlz.bucket", zones.zones().lake());
    ConfigBridge.bind(
        properties,
        jdbi,
        database.pool(),
        zones.store(edge, limiter),
        zones.blockingClient(edge, limiter),
        beans::put);
    try {
      open(driven, properties);
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

  /** A process that works on its own, by its timers. */
  public static TestProcess working(TestDatabase database, TestZones zones, FaultPoint edge) {
    return new TestProcess(database, zones, edge, 64, false);
  }

  /** A process that works only when it is told to, with one request to the store at a time. */
  public static TestProcess driven(TestDatabase database, TestZones zones, FaultPoint edge) {
    return driven(database, zones, edge, 1);
  }

  /**
   * The same with more requests at a time.
   *
   * @param window how many; the order of their effects is then the store's
   */
  public static TestProcess driven(
      TestDatabase database, TestZones zones, FaultPoint edge, int window) {
    return new TestProcess(database, zones, edge, window, true);
  }

  private void open(boolean driven, Map<String, String> settings) throws Exception {
    var properties = new Properties();
    properties.putAll(settings);
    properties.putAll(
        Map.of(
            "reload.executions.poll", "100",
            "reload.executions.parallel", "4",
            "reload.executions.heartbeat", "15000",
            "reload.housekeeping.interval", "3600000"));
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
        if (!TIMED.contains(route.getRouteId())) {
          camel.getRouteController().startRoute(route.getRouteId());
        }
      }
    }
  }

  /** The database behind the edge, for what the beans leave to HTTP. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** The objects that routes call, by name. */
  public Map<String, Object> beans() {
    return Map.copyOf(beans);
  }

  public <T> T bean(Class<T> type) {
    return camel.getRegistry().findSingleByType(type);
  }

  /** What people delete pending files with. */
  public Deletions deletions() {
    return deletions;
  }

  /** Sends a message along a route and returns what it failed with, or null. */
  public Throwable send(String endpoint, Object body) {
    // As timers and queues do, who want no answer.
    Exchange exchange = template.send(endpoint, message -> message.getMessage().setBody(body));
    var failed =
        exchange.getException() != null
            ? exchange.getException()
            : (Throwable) exchange.getProperty(Exchange.EXCEPTION_CAUGHT);
    noMistake(failed);
    return failed;
  }

  /** No outage excuses what only a mistake of the program causes. */
  private static void noMistake(Throwable failed) {
    for (var cause = failed; cause != null; cause = cause.getCause()) {
      if (MISTAKES.contains(cause.getClass())) {
        throw new AssertionError("a mistake of the program", failed);
      }
    }
  }

  /** Takes and drives what nobody drives, until there is nothing more. */
  public void drive() {
    for (Run run = claim(); run != null; run = claim()) {
      send("direct:drive-execution", run);
    }
  }

  private Run claim() {
    return bean(Leases.class).claim();
  }

  /** Stops the process without waiting for its consumers, which look up once a second. */
  @Override
  public void close() {
    bean(Leases.class).releaseAll();
    CompletableFuture.runAsync(camel::stop);
  }
}
