package org.datareload.execution;

import org.datareload.TestDatabases;

class DeletionsOnPostgresTest extends DeletionsContract {
  DeletionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
