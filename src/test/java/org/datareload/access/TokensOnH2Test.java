package org.datareload.access;

import org.datareload.TestDatabases;

final class TokensOnH2Test extends TokensContract {
  TokensOnH2Test() {
    super(TestDatabases::h2);
  }
}
