package org.datareload.landing;

import org.datareload.testing.TestDatabases;

final class LandingZoneOnPostgresTest extends LandingZoneContract {
  LandingZoneOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
