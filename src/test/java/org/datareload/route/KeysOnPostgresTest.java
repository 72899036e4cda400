package org.datareload.route;

import org.datareload.config.TestDatabases;

final class KeysOnPostgresTest extends KeysContract {
  KeysOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
