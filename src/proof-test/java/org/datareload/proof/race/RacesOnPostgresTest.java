package org.datareload.proof.race;

import org.datareload.testing.TestDatabases;

final class RacesOnPostgresTest extends RacesContract {
  RacesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
