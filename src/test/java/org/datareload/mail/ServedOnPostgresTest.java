package org.datareload.mail;

import org.datareload.TestDatabases;

class ServedOnPostgresTest extends ServedContract {
  ServedOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
