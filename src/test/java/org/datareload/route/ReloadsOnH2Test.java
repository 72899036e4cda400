package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class ReloadsOnH2Test extends ReloadsContract {
  ReloadsOnH2Test() {
    super(TestDatabases::h2);
  }
}
