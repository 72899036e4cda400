package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class SelectionsOnH2Test extends SelectionsContract {
  SelectionsOnH2Test() {
    super(TestDatabases::h2);
  }
}
