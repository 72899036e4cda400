package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class KeysOnPostgresTest extends KeysContract {
  KeysOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
