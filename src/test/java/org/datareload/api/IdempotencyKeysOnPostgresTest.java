package org.datareload.api;

import org.datareload.config.TestDatabases;

class IdempotencyKeysOnPostgresTest extends IdempotencyKeysContract {
  IdempotencyKeysOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
