package org.datareload.dataset;

import org.datareload.config.TestDatabases;

final class DatasetsOnPostgresTest extends DatasetsContract {
  DatasetsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
