package org.datareload.route;

import org.datareload.config.TestDatabases;

final class CrashOnH2Test extends CrashContract {
  CrashOnH2Test() {
    super(TestDatabases::h2, 1);
  }
}
