package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Status;
import org.datareload.testing.TestProcess;

/** Clean-up behind an execution that ended while the store refused deletes. */
final class ConnectionsCleanUp extends ConnectionsChore {
  ConnectionsCleanUp(RunContract rig, int number) {
    super(rig, number);
    dataset.put("a.csv", "content " + number);
    var event = dataset.trigger();
    rig.zones.server().intercept(refusing());
    healthy.send("direct:accept-notification", event);
    healthy.drive();
    // Patience runs out.
    change(
        "UPDATE execution SET committed_at = committed_at - INTERVAL '11' MINUTE"
            + " WHERE active_dataset IS NOT NULL");
    dataset.expireLeases();
    healthy.drive();
    rig.zones.server().intercept(Interceptor.NONE);
    assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(dataset.landed()).isNotEmpty();
    change(
        "UPDATE execution SET lease_until = NULL, cleanup_at = "
            + PAST
            + " WHERE cleanup_at IS NOT NULL");
  }

  private static Interceptor refusing() {
    return Interceptor.before(
        call -> {
          if (call.operation() == Operation.DELETE || call.operation() == Operation.DELETE_BATCH) {
            throw ObservedStore.refusal(403, "AccessDenied", "no right to delete");
          }
        });
  }

  @Override
  void run(TestProcess process) {
    process.send("direct:clean-up-executions", null);
  }

  @Override
  void again() {
    dataset.cleanUp(healthy);
  }

  @Override
  void check() {
    assertThat(dataset.landed()).isEmpty();
    assertThat(dataset.files("completed")).isNotEmpty();
    assertThat(dataset.content()).containsEntry("a.csv", "content " + number);
    assertThat(dataset.rows("SELECT id FROM execution WHERE cleanup_at IS NOT NULL")).isEmpty();
  }
}
