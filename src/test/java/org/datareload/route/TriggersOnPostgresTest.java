package org.datareload.route;

import org.datareload.TestDatabases;

final class TriggersOnPostgresTest extends TriggersContract {
  TriggersOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
