package org.datareload.route;

import org.datareload.TestDatabases;

final class FaultsOnPostgresTest extends FaultsContract {
  FaultsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
