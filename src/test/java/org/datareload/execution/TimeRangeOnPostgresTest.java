package org.datareload.execution;

import org.datareload.testing.TestDatabases;

class TimeRangeOnPostgresTest extends TimeRangeContract {
  TimeRangeOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
