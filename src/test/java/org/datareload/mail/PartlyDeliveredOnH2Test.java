package org.datareload.mail;

import org.datareload.testing.TestDatabases;

class PartlyDeliveredOnH2Test extends PartlyDeliveredContract {
  PartlyDeliveredOnH2Test() {
    super(TestDatabases::h2);
  }
}
