package org.datareload.execution;

import org.datareload.TestDatabases;

class ManyPendingOnH2Test extends ManyPendingContract {
  ManyPendingOnH2Test() {
    super(TestDatabases::h2);
  }
}
