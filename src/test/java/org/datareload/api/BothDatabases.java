package org.datareload.api;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Named;

/** The arguments of contracts that hold on both databases. */
final class BothDatabases {
  private BothDatabases() {}

  static Stream<Named<Supplier<TestDatabase>>> fresh() {
    return Stream.of(
        Named.of("H2", TestDatabases::h2), Named.of("PostgreSQL", TestDatabases::postgres));
  }
}
