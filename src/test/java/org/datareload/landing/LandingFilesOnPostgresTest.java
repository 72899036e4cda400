package org.datareload.landing;

import org.datareload.testing.TestDatabases;

final class LandingFilesOnPostgresTest extends LandingFilesContract {
  LandingFilesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
