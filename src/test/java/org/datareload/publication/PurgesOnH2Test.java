package org.datareload.publication;

import org.datareload.TestDatabases;

class PurgesOnH2Test extends PurgesContract {
  PurgesOnH2Test() {
    super(TestDatabases::h2);
  }
}
