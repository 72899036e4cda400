package org.datareload;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Makes every object of the program and gives it the name by which routes call it. */
final class Beans {
  private Beans() {}

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
    return Jdbi.create(pool)
        .installPlugin(new SqlObjectPlugin())
        .registerArgument(new Instants())
        .registerArrayType(String.class, "varchar");
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
