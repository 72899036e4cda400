package org.datareload.route;

import org.datareload.TestDatabases;

final class ReloadsOnPostgresTest extends ReloadsContract {
  ReloadsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
