package org.datareload.execution;

import org.datareload.TestDatabases;

class SpansOnH2Test extends SpansContract {
  SpansOnH2Test() {
    super(TestDatabases::h2);
  }
}
