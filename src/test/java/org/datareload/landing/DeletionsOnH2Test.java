package org.datareload.landing;

import org.datareload.testing.TestDatabases;

class DeletionsOnH2Test extends DeletionsContract {
  DeletionsOnH2Test() {
    super(TestDatabases::h2);
  }
}
