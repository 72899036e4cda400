package org.datareload.landing;

import org.datareload.testing.TestDatabases;

class ManyPendingOnH2Test extends ManyPendingContract {
  ManyPendingOnH2Test() {
    super(TestDatabases::h2);
  }
}
