package org.datareload.mail;

import org.datareload.TestDatabases;

final class StatusMailsOnPostgresTest extends StatusMailsContract {
  StatusMailsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
