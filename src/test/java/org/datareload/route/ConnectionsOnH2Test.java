package org.datareload.route;

import org.datareload.config.TestDatabases;

final class ConnectionsOnH2Test extends ConnectionsContract {
  ConnectionsOnH2Test() {
    super(TestDatabases::h2, 1);
  }
}
