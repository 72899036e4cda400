package org.datareload.landing;

import org.datareload.TestDatabases;

final class LandingFilesOnPostgresTest extends LandingFilesContract {
  LandingFilesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
