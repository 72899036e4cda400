package org.datareload.access;

import org.datareload.TestDatabases;

final class ByPasswordOnPostgresTest extends ByPasswordContract {
  ByPasswordOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
