package org.datareload.route;

import org.datareload.config.TestDatabases;

final class RacesOnH2Test extends RacesContract {
  RacesOnH2Test() {
    super(TestDatabases::h2);
  }
}
