package org.datareload.testing;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each subclass runs once on H2 and once on PostgreSQL, with a fresh database for each test. */
@ParameterizedClass(name = "{0}")
@MethodSource("databases")
public abstract class DatabaseContract {
  private final Supplier<TestDatabase> fresh;
  protected TestDatabase database;
  protected Jdbi jdbi;

  protected DatabaseContract(Supplier<TestDatabase> fresh) {
    this.fresh = fresh;
  }

  public static Stream<Named<Supplier<TestDatabase>>> databases() {
    return Stream.of(
        Named.of("H2", TestDatabases::h2), Named.of("PostgreSQL", TestDatabases::postgres));
  }

  @BeforeEach
  void openDatabase() {
    database = fresh.get();
    jdbi = database.jdbi();
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }
}
