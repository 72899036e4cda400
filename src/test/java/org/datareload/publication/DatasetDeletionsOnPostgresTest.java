package org.datareload.publication;

import org.datareload.testing.TestDatabases;

class DatasetDeletionsOnPostgresTest extends DatasetDeletionsContract {
  DatasetDeletionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
