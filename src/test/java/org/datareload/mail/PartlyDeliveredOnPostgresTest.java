package org.datareload.mail;

import org.datareload.testing.TestDatabases;

class PartlyDeliveredOnPostgresTest extends PartlyDeliveredContract {
  PartlyDeliveredOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
