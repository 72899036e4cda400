package org.datareload.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.sqlobject.SqlObjectFactory;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Opens the database and speaks to it. */
final class Databases {
  /** H2's code for a database file that another process has open. */
  private static final int H2_IN_USE = 90020;

  /** H2's codes for a broken connection, a closed database and one that is being closed. */
  private static final Set<Integer> H2_CLOSED = Set.of(90067, 90098, 90121);

  /** Pieces of H2's file with less in use, in percent, are rewritten, so many bytes at a time. */
  private static final int FILL_RATE = 80;

  private static final int REWRITTEN = 16 << 20;
  private static final int TURNS = 8;

  /** The user of H2 who may only select, with a new password at every start. */
  private static final String READER = "RELOAD_REPORTS";

  /** Settings in the URL that only the owner of the database may make. */
  private static final Pattern ADMIN_SETTINGS =
      Pattern.compile("(?i);(WRITE_DELAY|DB_CLOSE_DELAY|DB_CLOSE_ON_EXIT|LOCK_TIMEOUT)=[^;]*");

  private Databases() {}

  /** Opens the database that the settings name. */
  static HikariDataSource openPool(Settings.Database database) {
    if (database.isH2()) {
      DatabaseFiles.restrict(database.url());
    }
    try {
      return openPool(database.url(), database.user(), database.password());
    } catch (RuntimeException failed) {
      throw cannotBeOpened(database, failed);
    }
  }

  private static SettingsException cannotBeOpened(
      Settings.Database database, RuntimeException failed) {
    var cause = failed.getCause() == null ? failed : failed.getCause();
    return new SettingsException(
        "reload.db.url",
        cause instanceof SQLException sql && sql.getErrorCode() == H2_IN_USE
            ? database + " is in use by another process: H2 serves one, PostgreSQL serves several"
            : database + " cannot be opened: " + SettingsException.line(cause));
  }

  /** Opens the database of the settings with its schema up to date. */
  static Jdbi openDatabase(Settings.Database database, DataSource pool) {
    try {
      return openDatabase(pool);
    } catch (FlywayException failed) {
      throw cannotBeOpened(database, failed);
    }
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
    config.setExceptionOverride(new ClosedDatabase());
    if (url.startsWith("jdbc:postgresql:")) {
      boundWaits(config);
    }
    return new HikariDataSource(config);
  }

  /**
   * Lets no process wait for ever: neither on a server that no longer answers, nor for the locks of
   * another process that is held up, or was cut off, in the middle of a transaction. The latter
   * would keep an execution from the others beyond its lease.
   */
  private static void boundWaits(HikariConfig config) {
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("socketTimeout", "300");
    config.setConnectionInitSql("SET idle_in_transaction_session_timeout = '15s'");
  }

  /**
   * Opens the connections with which routes read mails, receipts and reports: they cannot write,
   * whatever statement a route sends. They do not commit by themselves, since PostgreSQL streams
   * rows within a transaction only.
   *
   * @param pool of the user who owns the schema
   */
  static HikariDataSource openReports(Settings.Database database, DataSource pool) {
    var config = new HikariConfig();
    config.setPoolName("reports");
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setExceptionOverride(new ClosedDatabase());
    config.setJdbcUrl(database.url());
    if (database.isH2()) {
      var password = UUID.randomUUID().toString();
      createReader(pool, password);
      config.setJdbcUrl(ADMIN_SETTINGS.matcher(database.url()).replaceAll(""));
      config.setUsername(READER);
      config.setPassword(password);
    } else {
      config.setUsername(database.user());
      config.setPassword(database.password());
      config.setReadOnly(true);
    }
    return new HikariDataSource(config);
  }

  /** H2 has no session that only reads, so it gets a user who may only select. */
  private static void createReader(DataSource pool, String password) {
    Jdbi.create(pool)
        .useHandle(
            handle -> {
              handle.execute(
                  "CREATE USER IF NOT EXISTS " + READER + " PASSWORD '" + password + "'");
              handle.execute("ALTER USER " + READER + " SET PASSWORD '" + password + "'");
              handle.execute("GRANT SELECT ON SCHEMA PUBLIC TO " + READER);
            });
  }

  /** Brings the schema up to date and opens the database for the {@code *Sql} interfaces. */
  static Jdbi openDatabase(DataSource pool) {
    Flyway.configure().dataSource(pool).load().migrate();
    return speakTo(pool);
  }

  /**
   * Makes room in H2's file, where what is rewritten often leaves pieces with little in them. H2
   * does so in the background only where it also commits in the background, and then a kill loses
   * commits.
   */
  static Runnable compaction(Jdbi database) {
    return onH2(database, Databases::compact);
  }

  private static void compact(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    var store = session.getDatabase().getStore().getMvStore();
    for (var turn = 0; turn < TURNS && store.compact(FILL_RATE, REWRITTEN); turn++) {}
  }

  /**
   * Brings what is committed from the operating system to the disk. H2 never does so at a commit,
   * so that a machine that loses its power takes the last commits with it. PostgreSQL does.
   */
  static Runnable sync(Jdbi database) {
    return onH2(
        database,
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
          }
        });
  }

  private static Runnable onH2(Jdbi database, Work work) {
    return () -> {
      try {
        database.useHandle(
            handle -> {
              if (handle.getConnection().isWrapperFor(JdbcConnection.class)) {
                work.on(handle.getConnection());
              }
            });
      } catch (SQLException away) {
        throw new IllegalStateException(away);
      }
    };
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** Opens a database whose schema is up to date. */
  static Jdbi speakTo(DataSource pool) {
    var database =
        Jdbi.create(pool)
            .installPlugin(new SqlObjectPlugin())
            .registerArgument(new Instants())
            .registerArrayType(String.class, "varchar");
    var sqlObjects = database.getConfig(Extensions.class).findFactory(SqlObjectFactory.class);
    return database.registerExtension(new LazySqlObjects(sqlObjects.orElseThrow()));
  }

  /**
   * H2 closes a database whose file it could not write, and opens it again for a new connection.
   * The old ones seem valid for ever.
   */
  private static final class ClosedDatabase implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
      return H2_CLOSED.contains(failure.getErrorCode())
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
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
