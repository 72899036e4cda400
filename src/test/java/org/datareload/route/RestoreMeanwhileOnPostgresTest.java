package org.datareload.route;

import org.datareload.config.TestDatabases;

final class RestoreMeanwhileOnPostgresTest extends RestoreMeanwhileContract {
  RestoreMeanwhileOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
