package org.datareload.route;

import org.datareload.config.TestDatabases;

final class FaultsOnPostgresTest extends FaultsContract {
  FaultsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
