package org.datareload.mail;

import org.datareload.TestDatabases;

class ServedOnH2Test extends ServedContract {
  ServedOnH2Test() {
    super(TestDatabases::h2);
  }
}
