package org.datareload.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.datareload.api.LiveSnapshots;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.RequestLimits;
import org.datareload.execution.Leases;
import org.datareload.route.HttpRoutes;
import org.datareload.route.Routes;
import org.datareload.security.AllowedHosts;
import org.datareload.security.Authentication;
import org.datareload.server.RateLimiter;
import org.datareload.server.SecurityPolicy;
import org.datareload.server.WebUi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Data Reload: opened from settings, closed in the reverse order. */
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Map<String, Object> beans = Map.of();

  private Application() {}

  /**
   * Starts the program; when it returns, the program serves.
   *
   * @param given properties that count before those of the environment and of the file
   * @throws SettingsException where a setting is wrong or missing
   */
  public static Application start(Map<String, String> given) {
    return start(Settings.load(Path.of("application.properties"), given));
  }

  static Application start(Settings settings) {
    var program = new Application();
    try {
      program.open(settings);
      return program;
    } catch (RuntimeException failed) {
      program.close();
      throw failed;
    }
  }

  /** The object that routes call by this name. */
  public <T> T bean(String name, Class<T> type) {
    return type.cast(beans.get(name));
  }

  private void open(Settings settings) {
    LogFormat.use(settings.properties().get(LogFormat.PROPERTY));
    var store = Components.openStore(settings, opened::push);
    var pool = Databases.openPool(settings.database());
    opened.push(pool);
    var presigner = Components.openPresigner(settings);
    opened.push(presigner);
    var database = Databases.openDatabase(pool);
    beans = new LinkedHashMap<>(Components.of(settings, database, store));
    beans.putAll(WebComponents.of(settings, database, presigner, beans));
    beans.putAll(Components.readiness(settings, pool, store));
    if (!settings.queue().name().isEmpty()) {
      var queue = Components.openQueue(settings.queue());
      opened.push(queue);
      beans.put("sqs", queue);
      beans.put("queueReadiness", Components.readiness(settings.queue(), queue));
    }
    var routes = new Routes(camelProperties(settings), beans, web(settings));
    opened.push(routes);
    routes.start();
    opened.push(bean("leases", Leases.class)::releaseAll);
    LOG.info("Data Reload serves {}", settings.http().publicUrl());
  }

  private HttpRoutes web(Settings settings) {
    var limits = settings.limits();
    var http = settings.http();
    var guards =
        new SecurityPolicy(
            bean("authentication", Authentication.class),
            http.auth().equals("none")
                ? AllowedHosts.ofThisMachine(URI.create(http.publicUrl()))
                : AllowedHosts.any(),
            new RateLimiter(limits.rate()),
            new RateLimiter(limits.eventsRate()),
            limits.bodyTimeout());
    return new HttpRoutes(
        guards,
        new RequestLimits(limits.pageSize(), limits.maxSelection()),
        bean("dispatcher", OperationDispatcher.class),
        bean("liveSnapshots", LiveSnapshots.class),
        new WebUi(settings.store().origins(settings.zones().landing())),
        http.port());
  }

  /** What Camel is told, beside what the user's file tells it. */
  static Properties camelProperties(Settings settings) {
    var lease = settings.work().lease();
    var properties = new Properties();
    properties.putAll(settings.properties());
    properties.putAll(
        Map.of(
            "camel.main.name", "data-reload",
            "camel.main.jmxEnabled", "false",
            "camel.main.routesIncludePattern", "file:routes/*.camel.yaml",
            "camel.main.shutdownTimeout", "60",
            "reload.executions.heartbeat", Long.toString(lease.toMillis() / 4),
            "reload.executions.poll", Long.toString(Math.min(5000, lease.toMillis() / 4)),
            "reload.housekeeping.interval", "60000"));
    // A path below the root would leave all but that very path without the guards
    // on it; a static folder would serve application.properties.
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

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception failed) {
        LOG.warn("Something did not close", failed);
      }
    }
  }
}
