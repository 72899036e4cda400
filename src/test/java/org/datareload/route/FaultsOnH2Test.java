package org.datareload.route;

import org.datareload.config.TestDatabases;

final class FaultsOnH2Test extends FaultsContract {
  FaultsOnH2Test() {
    super(TestDatabases::h2);
  }
}
