package org.datareload.security;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each subclass runs once on H2 and once on PostgreSQL. */
@ParameterizedClass(name = "{0}")
@MethodSource("databases")
abstract class OnEachDatabase extends DatabaseContract {
  OnEachDatabase(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  public static Stream<Named<Supplier<TestDatabase>>> databases() {
    return Stream.of(
        Named.of("H2", TestDatabases::h2), Named.of("PostgreSQL", TestDatabases::postgres));
  }
}
