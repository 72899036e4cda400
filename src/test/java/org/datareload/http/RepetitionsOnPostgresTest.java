package org.datareload.http;

import org.datareload.TestDatabases;

class RepetitionsOnPostgresTest extends RepetitionsContract {
  RepetitionsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
