package org.datareload.http;

import org.datareload.TestDatabases;

class RepetitionsOnH2Test extends RepetitionsContract {
  RepetitionsOnH2Test() {
    super(TestDatabases::h2);
  }
}
