package org.datareload.landing;

import org.datareload.config.TestDatabases;

final class LandingFilesOnPostgresTest extends LandingFilesContract {
  LandingFilesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
