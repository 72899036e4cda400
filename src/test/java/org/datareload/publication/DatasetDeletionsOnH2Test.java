package org.datareload.publication;

import org.datareload.testing.TestDatabases;

class DatasetDeletionsOnH2Test extends DatasetDeletionsContract {
  DatasetDeletionsOnH2Test() {
    super(TestDatabases::h2);
  }
}
