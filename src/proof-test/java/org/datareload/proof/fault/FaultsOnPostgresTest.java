package org.datareload.proof.fault;

import org.datareload.testing.TestDatabases;

final class FaultsOnPostgresTest extends FaultsContract {
  FaultsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
