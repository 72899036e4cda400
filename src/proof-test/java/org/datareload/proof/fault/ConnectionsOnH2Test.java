package org.datareload.proof.fault;

import org.datareload.testing.TestDatabases;

final class ConnectionsOnH2Test extends ConnectionsContract {
  ConnectionsOnH2Test() {
    super(TestDatabases::h2, 1);
  }
}
