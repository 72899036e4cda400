package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class TriggersOnH2Test extends TriggersContract {
  TriggersOnH2Test() {
    super(TestDatabases::h2);
  }
}
