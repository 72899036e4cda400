package org.datareload.route;

import org.datareload.config.TestDatabases;

final class ConnectionsOnPostgresTest extends ConnectionsContract {
  ConnectionsOnPostgresTest() {
    super(TestDatabases::postgres, 6);
  }
}
