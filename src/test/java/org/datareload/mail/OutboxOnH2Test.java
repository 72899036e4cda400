package org.datareload.mail;

import org.datareload.testing.TestDatabases;

final class OutboxOnH2Test extends OutboxContract {
  OutboxOnH2Test() {
    super(TestDatabases::h2);
  }
}
