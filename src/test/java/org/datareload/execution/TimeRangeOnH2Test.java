package org.datareload.execution;

import org.datareload.testing.TestDatabases;

class TimeRangeOnH2Test extends TimeRangeContract {
  TimeRangeOnH2Test() {
    super(TestDatabases::h2);
  }
}
