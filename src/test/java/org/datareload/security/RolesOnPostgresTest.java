package org.datareload.security;

import org.datareload.config.TestDatabases;

final class RolesOnPostgresTest extends RolesContract {
  RolesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
