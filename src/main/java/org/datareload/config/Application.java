package org.datareload.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.datareload.api.RequestLimits;
import org.datareload.route.HousekeepingRoutes;
import org.datareload.route.HttpRoutes;
import org.datareload.route.MailRoutes;
import org.datareload.route.NotificationRoutes;
import org.datareload.route.ReceiptRoutes;
import org.datareload.route.ReloadRoutes;
import org.datareload.route.WebhookRoutes;
import org.datareload.security.AllowedHosts;
import org.datareload.security.TrustedProxies;
import org.datareload.server.AddressRates;
import org.datareload.server.Draining;
import org.datareload.server.ManagementHosts;
import org.datareload.server.RateLimiter;
import org.datareload.server.Readiness;
import org.datareload.server.SecurityPolicy;
import org.datareload.server.WebUi;
import org.datareload.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One running Data Reload: opened from settings, closed in the reverse order. */
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  /** After which in-flight work is given up; it is continued from its durable state. */
  private static final int FINISH_SECONDS = 20;

  private static final Path ROUTES = Path.of("routes");

  private static final Duration MAX_STOP = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Draining draining = new Draining();
  private ReloadComponents reload;
  private SecurityComponents security;
  private ApiComponents api;
  private ObjectStore store;

  private Application() {}

  /**
   * Starts the application; when it returns, the application serves.
   *
   * @param overrides properties that take precedence over the environment and the file
   * @throws SettingsException where a setting is wrong or missing
   */
  public static Application start(Map<String, String> overrides) {
    return start(Settings.load(Path.of("application.properties"), overrides));
  }

  static Application start(Settings settings) {
    var application = new Application();
    try {
      application.open(settings);
      return application;
    } catch (RuntimeException failed) {
      application.close();
      throw failed;
    }
  }

  private void open(Settings settings) {
    LogFormat.use(settings.properties().get(LogFormat.PROPERTY));
    var web = settings.http().webPort();
    var management = settings.http().managementListenPort();
    web.requireFree();
    management.requireFree();
    requireRoutes();
    var stores = StoreComponents.open(settings, opened::push);
    store = stores.store;
    var pool = Databases.openPool(settings.database());
    opened.push(pool);
    var jdbi = Databases.openDatabase(settings.database(), pool);
    var reports = Databases.openReports(settings.database(), pool);
    opened.push(reports);
    var database = new DatabaseComponents(jdbi, reports);
    security = new SecurityComponents(settings, jdbi);
    reload = new ReloadComponents(settings, database, store, security.addresses());
    api = new ApiComponents(settings, jdbi, store, reload, security, opened::push);

    var camel = new Main();
    // The other strategy stops Camel by a shutdown hook of its own.
    camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
    camel.setDefaultPropertyPlaceholderLocation("false");
    camel.setOverrideProperties(camelProperties(settings));
    List.of(stores, database, security, reload, api)
        .forEach(components -> Registration.bindAll(components, camel::bind));
    camel.bind("databaseReadiness", DatabaseComponents.readiness(pool));
    camel.bind("httpReadiness", new Readiness("http", () -> requireServing(web)));
    openQueue(settings.queue(), camel);
    routes().forEach(camel.configure()::addRoutesBuilder);
    camel.configure().addRoutesBuilder(http(settings));
    opened.push(reload.leases::handOver);
    opened.push(camel::stop);
    camel.start();
    opened.push(reload.leases::releaseAll);
    opened.push(this::drain);
    web.requireListening();
    management.requireListening();
    LOG.info("Data Reload serves {}", settings.http().publicUrl());
  }

  private static void requireRoutes() {
    if (!Files.isDirectory(ROUTES)) {
      throw new SettingsException(
          ROUTES.toAbsolutePath()
              + " is no folder: start the program beside the folder routes of the release");
    }
  }

  private void requireServing(ListenPort web) {
    if (draining.isStarted()) {
      throw new IllegalStateException("this process is stopping");
    }
    web.requireListening();
  }

  private void drain() {
    draining.start();
    LOG.info(
        "Data Reload is stopping: it refuses requests and events, and hands over the executions {}",
        reload.leases.driven());
  }

  /** The Java routes without those of HTTP. */
  static List<RoutesBuilder> routes() {
    return List.of(
        new NotificationRoutes(),
        new ReloadRoutes(),
        new ReceiptRoutes(),
        new HousekeepingRoutes(),
        new MailRoutes(),
        new WebhookRoutes());
  }

  /** The client of the queue is made here and connects when a route uses it. */
  private void openQueue(Settings.Queue settings, Main camel) {
    if (settings.name().isEmpty()) {
      return;
    }
    var sqs =
        SqsClient.builder()
            .endpointOverride(settings.endpoint())
            .region(Region.of(settings.region()))
            .build();
    opened.push(sqs);
    requireQueue(sqs, settings);
    camel.bind("sqs", sqs);
    camel.bind(
        "queueReadiness",
        new Readiness("queue", () -> sqs.getQueueUrl(queue -> queue.queueName(settings.name()))));
  }

  private static void requireQueue(SqsClient sqs, Settings.Queue settings) {
    var place = settings.endpoint() == null ? settings.region() : settings.endpoint();
    try {
      sqs.getQueueUrl(queue -> queue.queueName(settings.name()));
    } catch (QueueDoesNotExistException missing) {
      throw new SettingsException(
          "reload.sqs.queue", "names no queue: " + settings.name() + " does not exist at " + place);
    } catch (SdkException away) {
      throw new SettingsException(
          "reload.sqs.queue",
          settings.name() + " cannot be reached at " + place + ": " + SettingsException.line(away));
    }
  }

  private HttpRoutes http(Settings settings) {
    var limits = settings.limits();
    var http = settings.http();
    var thisMachine = AllowedHosts.ofThisMachine(URI.create(http.publicUrl()));
    var policy =
        new SecurityPolicy(
            security.authentication,
            http.auth().equals("none") ? thisMachine : AllowedHosts.any(),
            new TrustedProxies(http.trustedProxies()),
            new AddressRates(limits.rate()),
            new RateLimiter(limits.rate()),
            new RateLimiter(limits.eventsRate()),
            api.permits,
            api.webhook,
            limits.bodyTimeout(),
            draining);
    return new HttpRoutes(
        policy,
        new RequestLimits(limits.pageSize(), limits.maxSelection()),
        api.dispatcher,
        api.liveSnapshots,
        new WebUi(settings.store().origins(settings.zones().landing())),
        http.port(),
        new ManagementHosts(http.managementPort(), thisMachine));
  }

  public ReloadComponents reload() {
    return reload;
  }

  public SecurityComponents security() {
    return security;
  }

  public ApiComponents api() {
    return api;
  }

  public ObjectStore store() {
    return store;
  }

  /** The properties of Camel and of the placeholders in routes. */
  static Properties camelProperties(Settings settings) {
    var lease = settings.work().lease();
    var properties = new Properties();
    properties.putAll(settings.properties());
    properties.putAll(
        Map.of(
            "camel.main.name",
            "data-reload",
            "camel.main.jmxEnabled",
            "false",
            "camel.main.routesIncludePattern",
            "file:" + ROUTES + "/*.camel.yaml",
            "camel.main.shutdownTimeout",
            Integer.toString(FINISH_SECONDS),
            "reload.executions.heartbeat",
            Long.toString(lease.toMillis() / 4),
            "reload.executions.poll",
            Long.toString(Math.min(5000, lease.toMillis() / 4)),
            "reload.housekeeping.interval",
            "60000"));
    // Below another path than the root, only that path would be secured; a static folder would
    // serve application.properties.
    properties.putAll(
        Map.of(
            "camel.server.enabled", "true",
            "camel.server.host", settings.http().host(),
            "camel.server.port", Integer.toString(settings.http().port()),
            "camel.server.path", "/",
            "camel.server.staticEnabled", "false",
            "camel.server.fileUploadEnabled", "false",
            "camel.server.maxBodySize", Long.toString(settings.limits().maxBody())));
    properties.putAll(
        Map.of(
            "camel.management.enabled", "true",
            "camel.management.host", "127.0.0.1",
            "camel.management.port", Integer.toString(settings.http().managementPort()),
            "camel.management.healthCheckEnabled", "true",
            "camel.management.metricsEnabled", "true",
            "camel.metrics.enabled", "true",
            "camel.health.exposureLevel", "full"));
    return properties;
  }

  /** Closes when the process is told to stop; it ends within 30 seconds whatever hangs. */
  public void closeAtExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeInTime, "stop"));
  }

  private void closeInTime() {
    var closing = new Thread(this::close, "close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(MAX_STOP.toMillis());
      if (closing.isAlive()) {
        LOG.warn("Data Reload ends although something has not closed in {}", MAX_STOP);
      } else {
        LOG.info("Data Reload has stopped");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception failed) {
        LOG.warn("Closing failed", failed);
      }
    }
  }
}
