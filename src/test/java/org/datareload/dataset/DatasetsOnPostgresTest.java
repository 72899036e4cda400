package org.datareload.dataset;

import org.datareload.testing.TestDatabases;

final class DatasetsOnPostgresTest extends DatasetsContract {
  DatasetsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
