package org.datareload.api;

import org.datareload.config.TestDatabases;

class IdempotentStartsOnPostgresTest extends IdempotentStartsContract {
  IdempotentStartsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
