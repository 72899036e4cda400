package org.datareload.proof.fault;

import org.datareload.testing.TestDatabases;

final class ConnectionsOnPostgresTest extends ConnectionsContract {
  ConnectionsOnPostgresTest() {
    super(TestDatabases::postgres, 6);
  }
}
