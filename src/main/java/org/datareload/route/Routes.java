package org.datareload.route;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;

/** All routes, those in Java and those that users edit, in one Camel. */
public final class Routes implements AutoCloseable {
  private final Main camel = new Main();

  /**
   * @param properties what Camel is told, and what placeholders in routes stand for
   * @param beans what routes call, by name
   */
  public Routes(Properties properties, Map<String, Object> beans, HttpRoutes web) {
    camel.setDefaultPropertyPlaceholderLocation("false");
    camel.setOverrideProperties(properties);
    beans.forEach(camel::bind);
    ways().forEach(camel.configure()::addRoutesBuilder);
    camel.configure().addRoutesBuilder(web);
  }

  /** The ways of files and mails, without the web server's. */
  public static List<RoutesBuilder> ways() {
    return List.of(
        new ReloadRoutes(),
        new NotificationRoutes(),
        new HousekeepingRoutes(),
        new MailRoutes(),
        new WebhookRoutes());
  }

  /** Starts them; when it returns, they serve. */
  public void start() {
    camel.start();
  }

  @Override
  public void close() {
    camel.stop();
  }
}
