package org.datareload.route;

import org.datareload.config.TestDatabases;

final class CrashOnPostgresTest extends CrashContract {
  CrashOnPostgresTest() {
    super(TestDatabases::postgres, 2);
  }
}
