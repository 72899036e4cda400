package org.datareload.route;

import org.datareload.testing.TestDatabases;

final class RestoreMeanwhileOnH2Test extends RestoreMeanwhileContract {
  RestoreMeanwhileOnH2Test() {
    super(TestDatabases::h2);
  }
}
