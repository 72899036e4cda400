package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class KeysOnH2Test extends KeysContract {
  KeysOnH2Test() {
    super(TestDatabases::h2);
  }
}
