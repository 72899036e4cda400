package org.datareload.execution;

import org.datareload.TestDatabases;

class ManyPendingOnPostgresTest extends ManyPendingContract {
  ManyPendingOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
