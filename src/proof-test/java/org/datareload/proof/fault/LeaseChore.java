package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.testing.TestProcess;

/** A process claims an execution, sends heartbeats and releases it. */
final class LeaseChore extends Chore {
  private final int executions;

  LeaseChore(RunContract contract, int number) {
    super(contract, number);
    executions = dataset.executions().size();
    dataset.put("a.csv", "content " + number);
    healthy.send("direct:accept-notification", dataset.trigger());
  }

  @Override
  void run(TestProcess process) {
    var leases = process.bean(Leases.class);
    var claimed = leases.claim();
    RuntimeException failure = null;
    for (int beat = 0; beat < 3; beat++) {
      try {
        leases.heartbeat();
      } catch (RuntimeException lost) {
        failure = lost;
      }
    }
    // One lost heartbeat does not lose the lease.
    claimed.lease().check();
    leases.release(claimed);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  void repeat() {
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
