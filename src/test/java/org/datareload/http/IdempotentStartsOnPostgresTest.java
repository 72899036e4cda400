package org.datareload.http;

import org.datareload.TestDatabases;

class IdempotentStartsOnPostgresTest extends IdempotentStartsContract {
  IdempotentStartsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
