package org.datareload.dataset;

import org.datareload.TestDatabases;

final class DatasetsOnPostgresTest extends DatasetsContract {
  DatasetsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
