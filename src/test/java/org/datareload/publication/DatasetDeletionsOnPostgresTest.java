package org.datareload.publication;

import org.datareload.config.TestDatabases;

class DatasetDeletionsOnPostgresTest extends DatasetDeletionsContract {
  DatasetDeletionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
