package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content that is restored while outstanding clean-up would retire it. */
final class RestoreDuringCleanUpTest extends DrivenContract {
  private TestProcess other;
  private Execution first;

  RestoreDuringCleanUpTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void leaveRetirementToCleanUp() {
    other = driven(FaultPoint.OPEN);
    first = orders.load(process, "old", "a.csv");
    refuseDelete();
    orders.trigger(process, "new", "a.csv");
    process.drive();
    orders.expireRetirement();
    refuseDelete();
    orders.expireLeases();
    process.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    orders.makeCleanUpDue();
    assertThat(orders.lake()).hasSize(2);
    assertThat(orders.trash()).hasSize(1);
    zones.store().delete(zones.zones().lake(), List.of(orders.trash().get(0).key())).join();
  }

  @AfterEach
  void closeOther() {
    other.close();
  }

  @Test
  void isNotRetiredMeanwhile() {
    restore();
    before(Operation.COPY, 1, () -> other.send("direct:clean-up-executions", null));

    process.drive();

    assertRestored();
  }

  @Test
  void isFoundIfItIsRetiredBetweenTwoChecks() {
    var cleaning = other.bean(Leases.class).claimCleanup();
    restore();
    before(Operation.HEAD, 2, () -> other.send("direct:clean-up-execution", cleaning));

    process.drive();

    assertRestored();
  }

  private void assertRestored() {
    assertThat(orders.newest().status())
        .as("%s", orders.newest().reason())
        .isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "old"));
  }

  private void restore() {
    orders.accept(process, new RestoreTrigger(first.id()));
  }

  private void refuseDelete() {
    before(
        Operation.DELETE_BATCH,
        1,
        () -> {
          throw ObservedStore.refusal(403, "AccessDenied", "no right to delete");
        });
  }

  /** Runs an action before the operation with this number in the lake. */
  private void before(Operation operation, int number, Runnable action) {
    var count = new AtomicInteger();
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.bucket().equals(zones.zones().lake())
                      && call.operation() == operation
                      && count.incrementAndGet() == number) {
                    action.run();
                  }
                }));
  }
}
