package org.datareload.route;

import org.datareload.TestDatabases;

final class KeysOnPostgresTest extends KeysContract {
  KeysOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
