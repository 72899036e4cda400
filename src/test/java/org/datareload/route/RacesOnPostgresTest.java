package org.datareload.route;

import org.datareload.config.TestDatabases;

final class RacesOnPostgresTest extends RacesContract {
  RacesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
