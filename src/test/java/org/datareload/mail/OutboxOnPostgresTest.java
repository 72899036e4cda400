package org.datareload.mail;

import org.datareload.TestDatabases;

final class OutboxOnPostgresTest extends OutboxContract {
  OutboxOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
