package org.datareload.landing;

import org.datareload.config.TestDatabases;

final class LandingZoneOnPostgresTest extends LandingZoneContract {
  LandingZoneOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
