package org.datareload.route;

import org.datareload.config.TestDatabases;

final class SelectionsOnPostgresTest extends SelectionsContract {
  SelectionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
