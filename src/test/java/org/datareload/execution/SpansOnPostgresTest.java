package org.datareload.execution;

import org.datareload.TestDatabases;

class SpansOnPostgresTest extends SpansContract {
  SpansOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
