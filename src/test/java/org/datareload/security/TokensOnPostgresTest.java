package org.datareload.security;

import org.datareload.config.TestDatabases;

final class TokensOnPostgresTest extends TokensContract {
  TokensOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
