package org.datareload.api;

import org.datareload.testing.TestDatabases;

class IdempotencyKeysOnH2Test extends IdempotencyKeysContract {
  IdempotencyKeysOnH2Test() {
    super(TestDatabases::h2);
  }
}
