package org.datareload.dataset;

import org.datareload.testing.TestDatabases;

final class DatasetsOnH2Test extends DatasetsContract {
  DatasetsOnH2Test() {
    super(TestDatabases::h2);
  }
}
