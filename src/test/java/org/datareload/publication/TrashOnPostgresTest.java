package org.datareload.publication;

import org.datareload.TestDatabases;

class TrashOnPostgresTest extends TrashContract {
  TrashOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
