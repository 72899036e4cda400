package org.datareload.security;

import org.datareload.testing.TestDatabases;

final class TokensOnPostgresTest extends TokensContract {
  TokensOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
