package org.datareload.security;

import org.datareload.testing.TestDatabases;

final class RolesOnPostgresTest extends RolesContract {
  RolesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
