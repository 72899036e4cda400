package org.datareload.landing;

import org.datareload.testing.TestDatabases;

final class LandingFilesOnH2Test extends LandingFilesContract {
  LandingFilesOnH2Test() {
    super(TestDatabases::h2);
  }
}
