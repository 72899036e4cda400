package org.datareload.mail;

import org.datareload.testing.TestDatabases;

final class OutboxOnPostgresTest extends OutboxContract {
  OutboxOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
