package org.datareload.mail;

import org.datareload.config.TestDatabases;

class PartlyDeliveredOnPostgresTest extends PartlyDeliveredContract {
  PartlyDeliveredOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
