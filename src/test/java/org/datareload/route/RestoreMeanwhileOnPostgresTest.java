package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class RestoreMeanwhileOnPostgresTest extends RestoreMeanwhileContract {
  RestoreMeanwhileOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
