package org.datareload.route;

import org.datareload.TestDatabases;

final class RacesOnPostgresTest extends RacesContract {
  RacesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
