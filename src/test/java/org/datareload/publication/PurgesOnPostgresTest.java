package org.datareload.publication;

import org.datareload.TestDatabases;

class PurgesOnPostgresTest extends PurgesContract {
  PurgesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
