package org.datareload.publication;

import org.datareload.config.TestDatabases;

class TrashOnPostgresTest extends TrashContract {
  TrashOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
