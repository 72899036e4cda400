package org.datareload.proof.fault;

import org.datareload.testing.TestDatabases;

final class CrashOnPostgresTest extends CrashContract {
  CrashOnPostgresTest() {
    super(TestDatabases::postgres, 2);
  }
}
