package org.datareload.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.datareload.security.OidcSettings;
import org.datareload.security.Users;
import org.datareload.store.StoreSettings;
import org.datareload.store.Zones;

/**
 * All settings, checked: nothing is started before this record exists.
 *
 * @param properties the text of every property, for placeholders in routes
 */
record Settings(
    Zones zones,
    StoreSettings store,
    Database database,
    Queue queue,
    Http http,
    People people,
    RequestSettings limits,
    Work work,
    Map<String, String> properties) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  /** Where state is kept. */
  record Database(String url, String user, String password) {
    boolean isH2() {
      return url.startsWith("jdbc:h2:");
    }

    @Override
    public String toString() {
      return url;
    }
  }

  /**
   * The SQS queue of events.
   *
   * @param name empty for none
   * @param endpoint null for AWS's own
   */
  record Queue(String name, URI endpoint, String region) {}

  /**
   * @param publicUrl how people reach the page, without a slash at the end
   * @param auth none, basic or oidc
   * @param eventsToken what stores show at the webhook; empty closes it
   */
  record Http(
      String host,
      int port,
      int managementPort,
      String publicUrl,
      String auth,
      String eventsToken) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Who may sign in.
   *
   * @param users the users file's, null where {@code reload.auth} is not basic
   * @param oidc the identity provider, null where {@code reload.auth} is not oidc
   */
  record People(Users users, OidcSettings oidc) {}

  /**
   * @param lease how long an execution waits for a heartbeat before another process takes it over
   * @param parallel executions that this process drives at once
   * @param retireDelay how long replaced content stays where it is, for readers of the old manifest
   */
  record Work(Duration lease, int parallel, Duration retireDelay, int trashKeepDays) {}

  /**
   * Reads all settings.
   *
   * @param file may be missing
   * @param overrides properties that take precedence over the environment and the file
   */
  static Settings load(Path file, Map<String, String> overrides) {
    return of(SettingsReader.of(file, overrides));
  }

  /** Reads all settings or fails with {@link SettingsException} at the first that is wrong. */
  public static Settings of(SettingsReader properties) {
    var landing = properties.required("reload.lz.bucket");
    var lake = properties.required("reload.dlz.bucket");
    if (landing.equals(lake)) {
      throw new SettingsException("reload.dlz.bucket", "must be another bucket than " + landing);
    }
    var region = properties.text("reload.s3.region", "us-east-1");
    var settings =
        new Settings(
            new Zones(landing, lake),
            store(properties, region),
            DatabaseSettings.of(properties),
            new Queue(
                properties.text("reload.sqs.queue", ""),
                properties.address("reload.sqs.endpoint"),
                region),
            http(properties),
            SecuritySettings.of(properties),
            RequestSettings.of(properties),
            work(properties),
            Map.of());
    mail(properties);
    LogFormat.of(properties);
    properties.duration("reload.sweep.interval", "15m");
    properties.refuseUnknown();
    return settings.with(properties.read());
  }

  private static StoreSettings store(SettingsReader properties, String region) {
    return new StoreSettings(
        properties.address("reload.s3.endpoint"),
        region,
        properties.flag("reload.s3.path-style", false),
        properties.number("reload.copies.in-flight", 64, 1, 4096),
        properties.bytes("reload.copies.multipart-threshold", "256MiB", "1B", "5GiB"),
        properties.bytes("reload.copies.part-size", "128MiB", "5MiB", "5GiB"));
  }

  private static Http http(SettingsReader properties) {
    var host = properties.text("reload.http.host", "127.0.0.1");
    var port = properties.number("reload.http.port", 8080, 1, 65535);
    var auth = properties.text("reload.auth", "none");
    if (!Set.of("none", "basic", "oidc").contains(auth)) {
      throw new SettingsException("reload.auth", "must be none, basic or oidc, not " + auth);
    }
    if (auth.equals("none") && !LOOPBACK.contains(host)) {
      throw new SettingsException(
          "reload.auth", "must be basic or oidc where reload.http.host is " + host + ", not none");
    }
    var address = properties.address("reload.public-url");
    var url = address == null ? "http://" + host + ":" + port : address.toString();
    return new Http(
        host,
        port,
        properties.number("reload.management.port", 9876, 1, 65535),
        url.replaceAll("/+$", ""),
        auth,
        properties.text("reload.events.token", ""));
  }

  private static Work work(SettingsReader properties) {
    return new Work(
        properties.duration("reload.executions.lease", "60s"),
        properties.number("reload.executions.parallel", 4, 1, 64),
        properties.delay("reload.retire.delay", "0s"),
        properties.number("reload.trash.keep-days", 7, 0, 36_500));
  }

  private static void mail(SettingsReader properties) {
    properties.text("reload.mail.host", "127.0.0.1");
    properties.number("reload.mail.port", 25, 1, 65535);
    properties.text("reload.mail.from", "data-reload@localhost");
    properties.text("reload.mail.user", "");
    properties.text("reload.mail.password", "");
    properties.flag("reload.mail.starttls", false);
    properties.duration("reload.mail.interval", "5s");
  }

  private Settings with(Map<String, String> read) {
    return new Settings(zones, store, database, queue, http, people, limits, work, read);
  }
}
