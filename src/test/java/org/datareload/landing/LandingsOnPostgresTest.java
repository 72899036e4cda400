package org.datareload.landing;

import org.datareload.TestDatabases;

final class LandingsOnPostgresTest extends LandingsContract {
  LandingsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
