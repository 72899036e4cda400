package org.datareload.access;

import org.datareload.TestDatabases;

final class ByPasswordOnH2Test extends ByPasswordContract {
  ByPasswordOnH2Test() {
    super(TestDatabases::h2);
  }
}
