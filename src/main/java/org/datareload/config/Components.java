package org.datareload.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.Executions;
import org.datareload.execution.LeaseSql;
import org.datareload.execution.Leases;
import org.datareload.execution.Triggers;
import org.datareload.landing.LandingFileSql;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.LandingProblemSql;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.LandingZone;
import org.datareload.landing.Notifications;
import org.datareload.landing.Sweeps;
import org.datareload.mail.DeliveryResults;
import org.datareload.mail.Outbox;
import org.datareload.mail.OutboxSql;
import org.datareload.mail.StatusMails;
import org.datareload.mail.StatusRowSql;
import org.datareload.mail.UserAddresses;
import org.datareload.publication.Commits;
import org.datareload.publication.CompletionSql;
import org.datareload.publication.Endings;
import org.datareload.publication.LandingCleanup;
import org.datareload.publication.Manifests;
import org.datareload.publication.PublicationSql;
import org.datareload.publication.Retirements;
import org.datareload.publication.Trash;
import org.datareload.publication.TrashSql;
import org.datareload.route.HeaderFilter;
import org.datareload.route.SmtpLogin;
import org.datareload.server.Readiness;
import org.datareload.store.AdaptiveLimiter;
import org.datareload.store.ObjectStore;
import org.datareload.store.Presigner;
import org.datareload.store.S3Clients;
import org.datareload.store.S3ObjectStore;
import org.datareload.store.StoreProbes;
import org.datareload.transfer.PlanSql;
import org.datareload.transfer.Plans;
import org.datareload.transfer.TransferSql;
import org.datareload.transfer.Transfers;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes every object of the program and gives it the name by which routes call it. */
final class Components {
  private Components() {}

  /** All that routes call, by name, for one database and one store. */
  static Map<String, Object> of(Settings settings, Jdbi database, ObjectStore store) {
    var zones = settings.zones();
    var datasets = new Datasets(database.onDemand(DatasetSql.class));
    var files = new LandingFiles(database.onDemand(LandingFileSql.class), store, zones.landing());
    var problems = new LandingProblems(database.onDemand(LandingProblemSql.class));
    var landingZone = new LandingZone(datasets, files, problems, store, zones.landing());
    var sweeps = new Sweeps(landingZone, files, problems, store, zones.landing());
    var executions = new Executions(database.onDemand(AcceptanceSql.class));
    var publications = database.onDemand(PublicationSql.class);
    var manifests = new Manifests(publications, store, zones, Databases.sync(database));
    var lease = settings.work().lease();
    var retireDelay = settings.work().retireDelay();

    var beans = new LinkedHashMap<String, Object>();
    beans.put("headerFilter", new HeaderFilter());
    beans.put("store", store);
    beans.put("datasets", datasets);
    beans.put("notifications", new Notifications(zones.landing()));
    beans.put("landingZone", landingZone);
    beans.put("problems", problems);
    beans.put("executions", executions);
    beans.put("triggers", new Triggers(executions, landingZone, files, sweeps));
    beans.put(
        "leases",
        new Leases(
            database.onDemand(LeaseSql.class), datasets, UUID.randomUUID().toString(), lease));
    beans.put("plans", new Plans(database.onDemand(PlanSql.class), store, zones, landingZone));
    beans.put(
        "transfers",
        new Transfers(
            database.onDemand(TransferSql.class), store, zones, manifests::publishedFileCount));
    beans.put("commits", new Commits(publications, manifests));
    beans.put("manifests", manifests);
    beans.put("retirements", new Retirements(publications, store, zones, retireDelay));
    beans.put(
        "landingCleanup",
        new LandingCleanup(database.onDemand(CompletionSql.class), store, zones, files));
    beans.put(
        "endings",
        new Endings(database.onDemand(CompletionSql.class), store, zones, manifests, retireDelay));
    beans.put(
        "trash",
        new Trash(
            database.onDemand(TrashSql.class),
            datasets,
            store,
            zones,
            settings.work().trashKeepDays()));
    beans.put("databaseCompaction", Databases.upkeep(database));
    var people = new SecurityComponents(settings, database);
    beans.putAll(people.byName());
    beans.putAll(mail(settings, database, people.addresses()));
    return beans;
  }

  /** What is asked before this process counts as ready. */
  static Map<String, Readiness> readiness(Settings settings, DataSource pool, ObjectStore store) {
    var zones = settings.zones();
    var beans = new LinkedHashMap<String, Readiness>();
    beans.put(
        "databaseReadiness",
        new Readiness(
            "database",
            () -> {
              try (var connection = pool.getConnection();
                  var statement = connection.createStatement()) {
                statement.setQueryTimeout(2);
                statement.execute("SELECT id FROM dataset FETCH FIRST 1 ROW ONLY");
              }
            }));
    beans.put("landingReadiness", bucket("landing-zone", store, zones.landing()));
    beans.put("lakeReadiness", bucket("data-lake-zone", store, zones.lake()));
    return beans;
  }

  /** The same of the queue. */
  static Readiness readiness(Settings.Queue settings, SqsClient queue) {
    return new Readiness("queue", () -> queue.getQueueUrl(q -> q.queueName(settings.name())));
  }

  private static Readiness bucket(String name, ObjectStore store, String bucket) {
    return new Readiness(
        name,
        () ->
            CompletableFuture.runAsync(
                    () -> store.list(bucket, StoreProbes.PREFIX + "readiness", page -> {}))
                .get(5, TimeUnit.SECONDS));
  }

  private static Map<String, Object> mail(
      Settings settings, Jdbi database, UserAddresses addresses) {
    var properties = settings.properties();
    var outbox = new Outbox(database.onDemand(OutboxSql.class));
    var occasions = database.onDemand(StatusRowSql.class);
    return Map.of(
        "outbox",
        outbox,
        "statusMails",
        new StatusMails(occasions, addresses, settings.http().publicUrl()),
        "deliveryResults",
        new DeliveryResults(outbox),
        "mailLogin",
        new SmtpLogin(properties.get("reload.mail.user"), properties.get("reload.mail.password")));
  }

  /**
   * Opens the store that the settings name and finds out what it really does.
   *
   * @param opened is handed what is to be closed
   */
  static ObjectStore openStore(Settings settings, Consumer<AutoCloseable> opened) {
    var window = new AdaptiveLimiter(settings.store().maxInFlight());
    var client = S3Clients.open(settings.store(), window);
    opened.accept(client);
    var probes = new StoreProbes(client, window);
    var zones = settings.zones();
    try {
      var capabilities =
          Map.of(
              zones.landing(),
              probes.probe(zones.landing(), "reload.lz.bucket"),
              zones.lake(),
              probes.probe(zones.lake(), "reload.dlz.bucket"));
      return new S3ObjectStore(client, window, settings.store(), capabilities);
    } catch (IllegalStateException noBucket) {
      throw new SettingsException(noBucket.getMessage());
    }
  }

  /** Signs addresses for those who upload. The caller closes it. */
  static Presigner openPresigner(Settings settings) {
    var limits = settings.limits();
    return Presigner.open(settings.store(), limits.uploadEndpoint(), limits.urlLifetime());
  }

  /** The client by which routes speak to SQS; it is not asked before a route is. */
  static SqsClient openQueue(Settings.Queue queue) {
    return SqsClient.builder()
        .endpointOverride(queue.endpoint())
        .region(Region.of(queue.region()))
        .build();
  }
}
