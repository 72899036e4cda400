package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.testing.TestProcess;

/** A process takes an execution, sends heartbeats and lets it go, as timers and routes do. */
final class ConnectionsLease extends ConnectionsChore {
  private final int executions;

  ConnectionsLease(RunContract rig, int number) {
    super(rig, number);
    executions = dataset.executions().size();
    dataset.put("a.csv", "content " + number);
    healthy.send("direct:accept-notification", dataset.trigger());
  }

  @Override
  void run(TestProcess process) {
    var leases = process.bean(Leases.class);
    var taken = leases.claim();
    RuntimeException missed = null;
    for (int beat = 0; beat < 3; beat++) {
      try {
        leases.heartbeat();
      } catch (RuntimeException lost) {
        missed = lost;
      }
    }
    // One heartbeat that is lost takes nobody's lease away.
    taken.lease().check();
    leases.release(taken);
    if (missed != null) {
      throw missed;
    }
  }

  @Override
  void again() {
    dataset.expireLeases();
    healthy.drive();
  }

  @Override
  void check() {
    assertThat(dataset.executions()).hasSize(executions + 1);
    assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(dataset.newest().attempts()).isLessThanOrEqualTo(2);
    assertThat(dataset.content()).containsEntry("a.csv", "content " + number);
  }
}
