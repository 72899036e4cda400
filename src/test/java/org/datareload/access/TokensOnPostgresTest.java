package org.datareload.access;

import org.datareload.TestDatabases;

final class TokensOnPostgresTest extends TokensContract {
  TokensOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
