package org.datareload.route;

import org.datareload.TestDatabases;

final class SelectionsOnPostgresTest extends SelectionsContract {
  SelectionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
