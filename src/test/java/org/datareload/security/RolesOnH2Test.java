package org.datareload.security;

import org.datareload.testing.TestDatabases;

final class RolesOnH2Test extends RolesContract {
  RolesOnH2Test() {
    super(TestDatabases::h2);
  }
}
