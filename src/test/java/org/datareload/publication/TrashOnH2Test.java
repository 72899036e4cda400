package org.datareload.publication;

import org.datareload.config.TestDatabases;

class TrashOnH2Test extends TrashContract {
  TrashOnH2Test() {
    super(TestDatabases::h2);
  }
}
