package org.datareload.route;

import org.datareload.config.TestDatabases;

final class TriggersOnPostgresTest extends TriggersContract {
  TriggersOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
