package org.datareload.testing;

import java.util.function.Supplier;
import org.datareload.store.TestZones;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A dataset sales/orders and a process that works on demand, on both databases. */
public abstract class DrivenContract extends DatabaseContract {
  protected TestZones zones;
  protected TestDataset orders;
  protected TestProcess process;

  protected DrivenContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openProcess() {
    zones = new TestZones();
    orders = new TestDataset(database, zones, "orders");
    process = driven(FaultPoint.OPEN);
  }

  @AfterEach
  void closeProcess() {
    process.close();
  }

  /** Another process on the same database and zones; the caller closes it. */
  protected final TestProcess driven(FaultPoint faults) {
    return TestProcess.driven(database, zones, faults);
  }
}
