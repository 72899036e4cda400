package org.datareload.config;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.datareload.store.ObjectStore;
import org.jdbi.v3.core.Jdbi;

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
    return Databases.upkeep(database);
  }

  /** The database URL that these properties give, the shipped one by default. */
  public static String databaseUrl(Map<String, String> properties) {
    return settings(properties).database().url();
  }

  /** All objects that routes call, by name. */
  public static Map<String, Object> beans(
      Map<String, String> properties, Jdbi database, ObjectStore store) {
    return Components.of(settings(properties), database, store);
  }

  /** The properties that the program gives to Camel. */
  public static Properties camelProperties(Map<String, String> properties) {
    return Application.camelProperties(settings(properties));
  }

  private static Settings settings(Map<String, String> properties) {
    return Settings.of(new SettingsReader(properties, Map.of(), Map.of()));
  }
}
