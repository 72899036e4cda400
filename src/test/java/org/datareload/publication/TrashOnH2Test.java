package org.datareload.publication;

import org.datareload.testing.TestDatabases;

class TrashOnH2Test extends TrashContract {
  TrashOnH2Test() {
    super(TestDatabases::h2);
  }
}
