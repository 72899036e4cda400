package org.datareload.landing;

import org.datareload.TestDatabases;

final class LandingsOnH2Test extends LandingsContract {
  LandingsOnH2Test() {
    super(TestDatabases::h2);
  }
}
