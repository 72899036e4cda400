package org.datareload.landing;

import org.datareload.testing.TestDatabases;

final class LandingZoneOnH2Test extends LandingZoneContract {
  LandingZoneOnH2Test() {
    super(TestDatabases::h2);
  }
}
