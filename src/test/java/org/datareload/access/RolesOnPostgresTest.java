package org.datareload.access;

import org.datareload.TestDatabases;

final class RolesOnPostgresTest extends RolesContract {
  RolesOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
