package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class TriggersOnPostgresTest extends TriggersContract {
  TriggersOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
