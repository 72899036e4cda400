package org.datareload.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.datareload.dataset.MailAddress;
import org.datareload.mail.ReportMails;
import org.datareload.security.AddressBlock;
import org.datareload.security.OidcSettings;
import org.datareload.security.TokenSettings;
import org.datareload.security.Users;
import org.datareload.store.StoreSettings;
import org.datareload.store.WriteSettings;
import org.datareload.store.Zones;

/**
 * All settings, validated before anything is started.
 *
 * @param properties the text of every property, for placeholders in routes
 */
record Settings(
    Zones zones,
    StoreSettings store,
    Database database,
    Queue queue,
    Http http,
    Security security,
    RequestSettings limits,
    Work work,
    ReportMails.Settings report,
    Map<String, String> properties) {
  private static final Predicate<String> HOST = form("[A-Za-z0-9.:_\\[\\]-]+");
  private static final Predicate<String> REGION = form("[A-Za-z0-9-]+");

  /** What old buckets and other stores allow as well. */
  private static final Predicate<String> BUCKET = form("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  private static final Predicate<String> QUEUE = form("([A-Za-z0-9_-]+(\\.fifo)?)?");
  private static final Predicate<String> TOPIC =
      form("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]+:[A-Za-z0-9_.-]+");
  private static final Pattern NAMED = Pattern.compile("[^<>\\p{Cntrl}]*<([^<>]*)>");

  static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

  /** The database for all state. */
  record Database(String url, String user, String password) {
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&;]*");

    boolean isH2() {
      return url.startsWith("jdbc:h2:");
    }

    /** Without the password, nor one that the URL has. */
    @Override
    public String toString() {
      return PASSWORD.matcher(url).replaceAll("$1***");
    }
  }

  /**
   * The SQS queue with the landing zone's events.
   *
   * @param name empty for none
   * @param endpoint null for Amazon SQS
   */
  record Queue(String name, URI endpoint, String region) {}

  /**
   * The HTTP server.
   *
   * @param publicUrl URL of the web page, without a slash at the end
   * @param auth none, basic or oidc
   * @param eventsToken token that stores must show at the webhook; empty closes it
   * @param trustedProxies reverse proxies that tell the address of a client
   * @param topics ARNs of the SNS topics whose subscriptions to the webhook are confirmed
   */
  record Http(
      String host,
      int port,
      int managementPort,
      String publicUrl,
      String auth,
      List<AddressBlock> trustedProxies,
      String eventsToken,
      Set<String> topics) {
    ListenPort webPort() {
      return new ListenPort(host, port, "reload.http.host", "reload.http.port");
    }

    ListenPort managementListenPort() {
      var property = "reload.management.port";
      return new ListenPort("127.0.0.1", managementPort, property, property);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Who may sign in.
   *
   * @param users users of the users file; null unless {@code reload.auth} is basic
   * @param oidc the identity provider; null unless {@code reload.auth} is oidc
   * @param auditKeepDays days after which entries of the audit log are deleted
   */
  record Security(Users users, OidcSettings oidc, TokenSettings tokens, int auditKeepDays) {}

  /**
   * How executions are run.
   *
   * @param lease time without a heartbeat after which another process takes an execution over
   * @param parallel executions that this process runs at once
   * @param retireDelay time that replaced content stays in place where readers go by the manifest
   * @param historyKeepDays days after which rows of files go that are neither live nor kept
   * @param settle time without a new object after which a folder is planned
   * @param triggerWait time that an execution waits for its folder to be whole before it fails
   * @param problemsGrace time that a landing problem stands before people are told
   */
  record Work(
      Duration lease,
      int parallel,
      Duration retireDelay,
      int trashKeepDays,
      int historyKeepDays,
      Duration settle,
      Duration triggerWait,
      Duration problemsGrace) {}

  private static Predicate<String> form(String regex) {
    return Pattern.compile(regex).asMatchPredicate();
  }

  /**
   * Reads all settings.
   *
   * @param file properties; may be missing
   * @param overrides properties that win over the environment and the file
   * @throws SettingsException for the first invalid property
   */
  static Settings load(Path file, Map<String, String> overrides) {
    return of(SettingsReader.of(file, overrides));
  }

  /**
   * Reads all settings.
   *
   * @throws SettingsException for the first invalid property
   */
  static Settings of(SettingsReader properties) {
    var landing = bucket(properties, "reload.lz.bucket");
    var lake = bucket(properties, "reload.dlz.bucket");
    if (landing.equals(lake)) {
      throw new SettingsException(
          "reload.dlz.bucket", "must be a different bucket from reload.lz.bucket, not " + lake);
    }
    var region = properties.text("reload.s3.region", "us-east-1", "a region's name", REGION);
    refuseSecondStore(properties);
    var store = store(properties, region, lake);
    var database = DatabaseSettings.of(properties);
    var queue =
        new Queue(
            properties.text("reload.sqs.queue", "", "a queue's name, not its URL or ARN", QUEUE),
            properties.url("reload.sqs.endpoint"),
            region);
    var http = http(properties);
    var security = SecuritySettings.of(properties);
    var limits = RequestSettings.of(properties);
    var work = work(properties);
    var report = report(properties);
    mail(properties);
    LogFormat.of(properties);
    properties.duration("reload.sweep.interval", "15m");
    properties.refuseUnknown();
    return new Settings(
        new Zones(landing, lake),
        store,
        database,
        queue,
        http,
        security,
        limits,
        work,
        report,
        properties.read());
  }

  private static String bucket(SettingsReader properties, String name) {
    properties.required(name);
    return properties.text(name, "", "a bucket's name", BUCKET);
  }

  /** A guess at a property that there cannot be is better answered than ignored. */
  private static void refuseSecondStore(SettingsReader properties) {
    for (var zone : List.of("reload.lz.", "reload.dlz.", "reload.s3.lz.", "reload.s3.dlz.")) {
      for (var name : List.of("endpoint", "region", "path-style", "access-key", "secret-key")) {
        properties.refuse(
            zone + name,
            "is not possible: both buckets are on one store, which copies between them; set"
                + " reload.s3.endpoint and reload.s3.region");
      }
    }
  }

  private static WriteSettings writes(SettingsReader properties, String lake) {
    var encryption = oneOf(properties, "reload.dlz.sse", "AES256", "aws:kms", "aws:kms:dsse");
    var kmsKey = properties.text("reload.dlz.kms-key", "");
    if (!kmsKey.isEmpty() && (encryption == null || encryption.equals("AES256"))) {
      throw new SettingsException("reload.dlz.kms-key", "needs reload.dlz.sse=aws:kms");
    }
    var storageClass = properties.text("reload.dlz.storage-class", "");
    if (!storageClass.matches("[A-Z0-9_]*")) {
      throw new SettingsException(
          "reload.dlz.storage-class",
          "must be a storage class such as STANDARD_IA, not " + storageClass);
    }
    if (Set.of("GLACIER", "DEEP_ARCHIVE").contains(storageClass)) {
      throw new SettingsException(
          "reload.dlz.storage-class",
          "must be a class whose objects can be read at once, not " + storageClass);
    }
    var acl =
        oneOf(
            properties,
            "reload.dlz.acl",
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control");
    return new WriteSettings(
        lake,
        encryption,
        kmsKey.isEmpty() ? null : kmsKey,
        storageClass.isEmpty() ? null : storageClass,
        acl);
  }

  /** One of the values, or null where the property is not set. */
  private static String oneOf(SettingsReader properties, String name, String... values) {
    var text = properties.text(name, "");
    if (text.isEmpty()) {
      return null;
    }
    if (!List.of(values).contains(text)) {
      throw new SettingsException(
          name, "must be one of " + String.join(", ", values) + ", not " + text);
    }
    return text;
  }

  private static StoreSettings store(SettingsReader properties, String region, String lake) {
    return new StoreSettings(
        properties.url("reload.s3.endpoint"),
        region,
        properties.flag("reload.s3.path-style", false),
        properties.number("reload.copies.in-flight", 64, 1, 4096),
        properties.bytes("reload.copies.multipart-threshold", "256MiB", "1B", "5GiB"),
        properties.bytes("reload.copies.part-size", "128MiB", "5MiB", "5GiB"),
        writes(properties, lake));
  }

  private static Http http(SettingsReader properties) {
    var host = properties.text("reload.http.host", "127.0.0.1", "a host name", HOST);
    var port = properties.number("reload.http.port", 8080, 1, 65535);
    var auth = properties.text("reload.auth", "none");
    if (!Set.of("none", "basic", "oidc").contains(auth)) {
      throw new SettingsException("reload.auth", "must be none, basic or oidc, not " + auth);
    }
    if (auth.equals("none") && !LOOPBACK.contains(host)) {
      throw new SettingsException(
          "reload.auth", "must be basic or oidc, not none, because reload.http.host is " + host);
    }
    var given = properties.url("reload.public-url");
    var url = given == null ? "http://" + host + ":" + port : given.toString();
    var managementPort = properties.number("reload.management.port", 9876, 1, 65535);
    if (managementPort == port) {
      throw new SettingsException(
          "reload.management.port", "must be another port than reload.http.port, not " + port);
    }
    return new Http(
        host,
        port,
        managementPort,
        url.replaceAll("/+$", ""),
        auth,
        trustedProxies(properties),
        eventsToken(properties),
        Set.copyOf(properties.list("reload.events.sns-topics", "ARNs of SNS topics", TOPIC)));
  }

  private static List<AddressBlock> trustedProxies(SettingsReader properties) {
    var form = "IP addresses or blocks such as 10.0.0.0/8 or 2001:db8::/32,";
    return properties
        .list("reload.http.trusted-proxies", form, text -> AddressBlock.parse(text).isPresent())
        .stream()
        .flatMap(text -> AddressBlock.parse(text).stream())
        .toList();
  }

  /** The message does not show the secret. */
  private static String eventsToken(SettingsReader properties) {
    var token = properties.text("reload.events.token", "");
    if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new SettingsException(
          "reload.events.token", "must be printable ASCII characters without blanks");
    }
    return token;
  }

  private static Work work(SettingsReader properties) {
    return new Work(
        properties.duration("reload.executions.lease", "60s"),
        properties.number("reload.executions.parallel", 4, 1, 64),
        properties.delay("reload.retire.delay", "15m"),
        properties.number("reload.trash.keep-days", 7, 0, 36_500),
        properties.number("reload.history.keep-days", 90, 0, 36_500),
        properties.delay("reload.trigger.settle", "5s"),
        properties.delay("reload.trigger.wait", "15m"),
        properties.delay("reload.problems.grace", "1h"));
  }

  private static ReportMails.Settings report(SettingsReader properties) {
    var addresses = properties.list("reload.report.to", "mail addresses", MailAddress::isValid);
    properties.duration("reload.report.interval", "10m");
    var every = properties.text("reload.report.every", "daily");
    if (!Set.of("daily", "weekly").contains(every)) {
      throw new SettingsException("reload.report.every", "must be daily or weekly, not " + every);
    }
    return new ReportMails.Settings(addresses, every.equals("daily") ? 1 : 7);
  }

  /** {@code ana@example.com} or {@code Ana <ana@example.com>}. */
  private static boolean isSender(String text) {
    var named = NAMED.matcher(text);
    return MailAddress.isValid(named.matches() ? named.group(1) : text);
  }

  /** Only checks: the routes read these properties. */
  private static void mail(SettingsReader properties) {
    properties.text("reload.mail.host", "127.0.0.1", "a host name", HOST);
    properties.number("reload.mail.port", 25, 1, 65535);
    properties.text(
        "reload.mail.from",
        "data-reload@localhost",
        "a mail address, such as reload@example.com or Data Reload <reload@example.com>",
        Settings::isSender);
    properties.text("reload.mail.user", "");
    properties.text("reload.mail.password", "");
    properties.flag("reload.mail.starttls", false);
    properties.duration("reload.mail.interval", "5s");
    properties.duration("reload.mail.problems-interval", "1m");
    properties.number("reload.mail.timeout", 10_000, 1, 3_600_000);
  }
}
