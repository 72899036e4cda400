package org.datareload.mail;

import org.datareload.config.TestDatabases;

final class OutboxOnPostgresTest extends OutboxContract {
  OutboxOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
