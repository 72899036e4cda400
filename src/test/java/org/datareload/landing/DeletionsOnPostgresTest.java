package org.datareload.landing;

import org.datareload.config.TestDatabases;

class DeletionsOnPostgresTest extends DeletionsContract {
  DeletionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
