package org.datareload.http;

import org.datareload.TestDatabases;

class IdempotentStartsOnH2Test extends IdempotentStartsContract {
  IdempotentStartsOnH2Test() {
    super(TestDatabases::h2);
  }
}
