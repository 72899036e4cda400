package org.datareload.publication;

import org.datareload.TestDatabases;

class TrashOnH2Test extends TrashContract {
  TrashOnH2Test() {
    super(TestDatabases::h2);
  }
}
