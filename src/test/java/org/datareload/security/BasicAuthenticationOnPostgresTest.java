package org.datareload.security;

import org.datareload.testing.TestDatabases;

final class BasicAuthenticationOnPostgresTest extends BasicAuthenticationContract {
  BasicAuthenticationOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
