package org.datareload.security;

import org.datareload.testing.TestDatabases;

final class BasicAuthenticationOnH2Test extends BasicAuthenticationContract {
  BasicAuthenticationOnH2Test() {
    super(TestDatabases::h2);
  }
}
