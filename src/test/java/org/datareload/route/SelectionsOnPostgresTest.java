package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class SelectionsOnPostgresTest extends SelectionsContract {
  SelectionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
