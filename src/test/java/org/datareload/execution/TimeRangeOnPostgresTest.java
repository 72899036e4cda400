package org.datareload.execution;

import org.datareload.config.TestDatabases;

class TimeRangeOnPostgresTest extends TimeRangeContract {
  TimeRangeOnPostgresTest() {
    super(TestDatabases::postgres);
  }
}
