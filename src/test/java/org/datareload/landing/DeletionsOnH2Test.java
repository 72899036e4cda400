package org.datareload.landing;

import org.datareload.config.TestDatabases;

class DeletionsOnH2Test extends DeletionsContract {
  DeletionsOnH2Test() {
    super(TestDatabases::h2);
  }
}
