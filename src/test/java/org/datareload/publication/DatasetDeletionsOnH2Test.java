package org.datareload.publication;

import org.datareload.config.TestDatabases;

class DatasetDeletionsOnH2Test extends DatasetDeletionsContract {
  DatasetDeletionsOnH2Test() {
    super(TestDatabases::h2);
  }
}
