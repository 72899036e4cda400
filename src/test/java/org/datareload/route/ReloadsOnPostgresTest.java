package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class ReloadsOnPostgresTest extends ReloadsContract {
  ReloadsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
