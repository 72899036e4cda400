package org.datareload.landing;

import org.datareload.testing.TestDatabases;

class DeletionsOnPostgresTest extends DeletionsContract {
  DeletionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
