package org.datareload.publication;

import org.datareload.testing.TestDatabases;

class TrashOnPostgresTest extends TrashContract {
  TrashOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
