package org.datareload.route;

import org.datareload.TestDatabases;

final class RestoreMeanwhileOnPostgresTest extends RestoreMeanwhileContract {
  RestoreMeanwhileOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
