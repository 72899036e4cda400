package org.datareload.api;

import org.datareload.testing.TestDatabases;

class IdempotentStartsOnPostgresTest extends IdempotentStartsContract {
  IdempotentStartsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
