package org.datareload.proof.fault;

import org.datareload.testing.TestDatabases;

final class CrashOnH2Test extends CrashContract {
  CrashOnH2Test() {
    super(TestDatabases::h2, 1);
  }
}
