package org.datareload.route;

import org.datareload.TestDatabases;

final class CrashOnPostgresTest extends CrashContract {
  CrashOnPostgresTest() {
    super(TestDatabases::postgres, 2);
  }
}
