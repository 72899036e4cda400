package org.datareload.landing;

import org.datareload.testing.TestDatabases;

class ManyPendingOnPostgresTest extends ManyPendingContract {
  ManyPendingOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
