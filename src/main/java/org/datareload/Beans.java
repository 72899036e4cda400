package org.datareload;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.execution.Executions;
import org.datareload.execution.Leases;
import org.datareload.execution.Triggers;
import org.datareload.landing.LandingFileSql;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.LandingProblemSql;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.Landings;
import org.datareload.landing.Sweeps;
import org.datareload.mail.Addresses;
import org.datareload.mail.OccasionSql;
import org.datareload.mail.Outbox;
import org.datareload.mail.OutboxSql;
import org.datareload.mail.StatusMails;
import org.datareload.publication.Clearances;
import org.datareload.publication.Commits;
import org.datareload.publication.Endings;
import org.datareload.publication.Manifests;
import org.datareload.publication.Retirements;
import org.datareload.publication.Trash;
import org.datareload.route.Deliveries;
import org.datareload.route.Door;
import org.datareload.route.MailLogin;
import org.datareload.store.ObjectStore;
import org.datareload.store.S3Clients;
import org.datareload.store.S3ObjectStore;
import org.datareload.store.StoreProbes;
import org.datareload.store.Window;
import org.datareload.transfer.Plans;
import org.datareload.transfer.Transfers;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes every object of the program and gives it the name by which routes call it. */
final class Beans {
  private Beans() {}

  /** All that routes call, by name, for one database and one store. */
  static Map<String, Object> of(Settings settings, Jdbi database, ObjectStore store) {
    var zones = settings.zones();
    var datasets = new Datasets(database.onDemand(DatasetSql.class));
    var files = new LandingFiles(database.onDemand(LandingFileSql.class), store, zones.landing());
    var problems = new LandingProblems(database.onDemand(LandingProblemSql.class));
    var landings = new Landings(datasets, files, problems, store, zones.landing());
    var sweeps = new Sweeps(landings, files, problems, store, zones.landing());
    var executions = new Executions(database);
    var manifests = new Manifests(database, store, zones);
    var lease = settings.work().lease();

    var beans = new LinkedHashMap<String, Object>();
    beans.put("door", new Door());
    beans.put("store", store);
    beans.put("datasets", datasets);
    beans.put("landings", landings);
    beans.put("executions", executions);
    beans.put("triggers", new Triggers(executions, sweeps));
    beans.put("leases", new Leases(database, datasets, UUID.randomUUID().toString(), lease));
    beans.put("plans", new Plans(database, store, zones, landings));
    beans.put("transfers", new Transfers(database, store, zones));
    beans.put("commits", new Commits(database, manifests));
    beans.put("manifests", manifests);
    beans.put("retirements", new Retirements(database, store, zones));
    beans.put("clearances", new Clearances(database, store, zones, files));
    beans.put("endings", new Endings(database, store, zones));
    beans.put(
        "trash", new Trash(database, datasets, store, zones, settings.work().trashKeepDays()));
    beans.putAll(mail(settings, database));
    return beans;
  }

  private static Map<String, Object> mail(Settings settings, Jdbi database) {
    var properties = settings.properties();
    var outbox = new Outbox(database.onDemand(OutboxSql.class));
    var occasions = database.onDemand(OccasionSql.class);
    return Map.of(
        "outbox",
        outbox,
        "statusMails",
        new StatusMails(occasions, Addresses.none(), settings.http().publicUrl()),
        "deliveries",
        new Deliveries(outbox),
        "mailLogin",
        new MailLogin(properties.get("reload.mail.user"), properties.get("reload.mail.password")));
  }

  /**
   * Opens the store that the settings name and finds out what it really does.
   *
   * @param opened is handed what is to be closed
   */
  static ObjectStore openStore(Settings settings, Consumer<AutoCloseable> opened) {
    var window = new Window(settings.store().maxInFlight());
    var client = S3Clients.open(settings.store(), window);
    opened.accept(client);
    var probes = new StoreProbes(client, window);
    var zones = settings.zones();
    var capabilities =
        Map.of(
            zones.landing(),
            probes.probe(zones.landing(), "reload.lz.bucket"),
            zones.lake(),
            probes.probe(zones.lake(), "reload.dlz.bucket"));
    return new S3ObjectStore(client, window, settings.store(), capabilities);
  }

  /** The client by which routes speak to SQS; it is not asked before a route is. */
  static SqsClient openQueue(Settings.Queue queue) {
    return SqsClient.builder()
        .endpointOverride(queue.endpoint())
        .region(Region.of(queue.region()))
        .build();
  }

  /** Opens the pool of connections; statements see READ COMMITTED on both databases. */
  static HikariDataSource openPool(String url, String user, String password) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(16);
    config.setConnectionTimeout(10_000);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setPoolName("reload");
    return new HikariDataSource(config);
  }

  /** Brings the schema up to date and opens the database for the {@code *Sql} interfaces. */
  static Jdbi openDatabase(DataSource pool) {
    Flyway.configure().dataSource(pool).load().migrate();
    return speakTo(pool);
  }

  /** Opens a database whose schema is up to date. */
  static Jdbi speakTo(DataSource pool) {
    return Jdbi.create(pool).installPlugin(new SqlObjectPlugin()).registerArgument(new Instants());
  }

  /** Binds instants with their offset: as local time, one hour of each autumn would mean two. */
  private static final class Instants extends AbstractArgumentFactory<Instant> {
    Instants() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      return (position, statement, context) ->
          statement.setObject(position, value.atOffset(ZoneOffset.UTC));
    }
  }
}
