package org.datareload.proof.fault;

import org.datareload.testing.TestDatabases;

final class FaultsOnH2Test extends FaultsContract {
  FaultsOnH2Test() {
    super(TestDatabases::h2);
  }
}
