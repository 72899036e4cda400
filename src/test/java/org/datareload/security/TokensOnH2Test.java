package org.datareload.security;

import org.datareload.testing.TestDatabases;

final class TokensOnH2Test extends TokensContract {
  TokensOnH2Test() {
    super(TestDatabases::h2);
  }
}
