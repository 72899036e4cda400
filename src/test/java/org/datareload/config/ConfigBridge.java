package org.datareload.config;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.datareload.mail.UserAddresses;
import org.datareload.store.ObjectStore;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens the package-private parts of the configuration to tests of other packages. */
public final class ConfigBridge {
  private ConfigBridge() {}

  /** Opens a pool as the program does. */
  public static HikariDataSource openPool(String url, String user, String password) {
    return Databases.openPool(url, user, password);
  }

  /** Migrates the schema and opens the database. */
  public static Jdbi migrate(DataSource pool) {
    return Databases.openDatabase(pool);
  }

  /** Opens a database whose schema is up to date. */
  public static Jdbi connect(DataSource pool) {
    return Databases.speakTo(pool);
  }

  /** The task that makes room in H2's file. */
  public static Runnable compaction(Jdbi database) {
    return Databases.compaction(database);
  }

  /** The database URL that these properties give, the shipped one by default. */
  public static String databaseUrl(Map<String, String> properties) {
    return settings(properties).database().url();
  }

  /**
   * Makes the objects that routes call and binds them.
   *
   * @param reports reads for mails and receipts
   * @param s3 the client by which routes use the store
   */
  public static ReloadComponents bind(
      Map<String, String> properties,
      Jdbi database,
      DataSource reports,
      ObjectStore store,
      S3Client s3,
      BiConsumer<String, Object> registry) {
    var settings = settings(properties);
    var databases = new DatabaseComponents(database, reports);
    var zones = settings.zones();
    var stores = new StoreComponents(store, s3, zones.landing(), zones.lake());
    var reload = new ReloadComponents(settings, databases, store, UserAddresses.none());
    for (var components : List.of(stores, databases, reload)) {
      Registration.bindAll(components, registry);
    }
    return reload;
  }

  /** The properties that the program gives to Camel. */
  public static Properties camelProperties(Map<String, String> properties) {
    return Application.camelProperties(settings(properties));
  }

  private static Settings settings(Map<String, String> properties) {
    return Settings.of(new SettingsReader(properties, Map.of(), Map.of()));
  }
}
