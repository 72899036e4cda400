package org.datareload.route;

import org.datareload.config.TestDatabases;

final class ReloadsOnH2Test extends ReloadsContract {
  ReloadsOnH2Test() {
    super(TestDatabases::h2);
  }
}
