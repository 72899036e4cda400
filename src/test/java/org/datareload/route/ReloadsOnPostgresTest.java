package org.datareload.route;

import org.datareload.config.TestDatabases;

final class ReloadsOnPostgresTest extends ReloadsContract {
  ReloadsOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
