package org.datareload.execution;

import org.datareload.config.TestDatabases;

class TimeRangeOnH2Test extends TimeRangeContract {
  TimeRangeOnH2Test() {
    super(TestDatabases::h2);
  }
}
