package org.datareload.mail;

import org.datareload.testing.TestDatabases;

final class StatusMailsOnPostgresTest extends StatusMailsContract {
  StatusMailsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
