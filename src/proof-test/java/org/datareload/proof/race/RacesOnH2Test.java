package org.datareload.proof.race;

import org.datareload.testing.TestDatabases;

final class RacesOnH2Test extends RacesContract {
  RacesOnH2Test() {
    super(TestDatabases::h2);
  }
}
