package org.datareload.api;

import org.datareload.testing.TestDatabases;

class IdempotencyKeysOnPostgresTest extends IdempotencyKeysContract {
  IdempotencyKeysOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
