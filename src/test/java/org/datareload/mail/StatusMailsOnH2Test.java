package org.datareload.mail;

import org.datareload.testing.TestDatabases;

final class StatusMailsOnH2Test extends StatusMailsContract {
  StatusMailsOnH2Test() {
    super(TestDatabases::h2);
  }
}
