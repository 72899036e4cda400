package org.datareload.access;

import org.datareload.TestDatabases;

final class RolesOnH2Test extends RolesContract {
  RolesOnH2Test() {
    super(TestDatabases::h2);
  }
}
