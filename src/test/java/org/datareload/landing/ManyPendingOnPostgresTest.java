package org.datareload.landing;

import org.datareload.config.TestDatabases;

class ManyPendingOnPostgresTest extends ManyPendingContract {
  ManyPendingOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
