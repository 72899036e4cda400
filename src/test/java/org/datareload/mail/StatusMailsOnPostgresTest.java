package org.datareload.mail;

import org.datareload.config.TestDatabases;

final class StatusMailsOnPostgresTest extends StatusMailsContract {
  StatusMailsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
