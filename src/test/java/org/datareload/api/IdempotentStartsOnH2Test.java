package org.datareload.api;

import org.datareload.testing.TestDatabases;

class IdempotentStartsOnH2Test extends IdempotentStartsContract {
  IdempotentStartsOnH2Test() {
    super(TestDatabases::h2);
  }
}
