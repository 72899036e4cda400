package org.datareload.security;

import org.datareload.config.TestDatabases;

final class BasicAuthenticationOnPostgresTest extends BasicAuthenticationContract {
  BasicAuthenticationOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
