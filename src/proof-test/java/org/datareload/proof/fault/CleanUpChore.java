package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Status;
import org.datareload.testing.TestProcess;

/** Clean-up after an execution that ended while the store refused deletes. */
final class CleanUpChore extends Chore {
  CleanUpChore(RunContract contract, int number) {
    super(contract, number);
    dataset.put("a.csv", "content " + number);
    var event = dataset.trigger();
    contract.zones.server().intercept(refusing());
    healthy.send("direct:accept-notification", event);
    healthy.drive();
    dataset.expireRetirement();
    dataset.expireLeases();
    healthy.drive();
    contract.zones.server().intercept(Interceptor.NONE);
    assertThat(dataset.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(dataset.landed()).isNotEmpty();
    dataset.makeCleanUpDue();
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
  void repeat() {
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
