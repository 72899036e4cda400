package org.datareload.execution;

import org.datareload.TestDatabases;

class DeletionsOnH2Test extends DeletionsContract {
  DeletionsOnH2Test() {
    super(TestDatabases::h2);
  }
}
