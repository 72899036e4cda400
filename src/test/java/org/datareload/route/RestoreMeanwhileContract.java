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
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.Executions;
import org.datareload.execution.Leases;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content that is restored while a clean-up that was put off would retire it. */
abstract class RestoreMeanwhileContract extends DatabaseContract {
  private TestZones zones;
  private TestDataset orders;
  private TestProcess process;
  private TestProcess other;
  private Execution first;

  RestoreMeanwhileContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void leaveTheRetirementToACleanUp() {
    zones = new TestZones();
    orders = new TestDataset(database, zones, "orders", false);
    process = TestProcess.driven(database, zones, FaultPoint.OPEN);
    other = TestProcess.driven(database, zones, FaultPoint.OPEN);
    first = load("old");
    before(Operation.DELETE_BATCH, 1, RestoreMeanwhileContract::refuse);
    load("new");
    due();
    assertThat(orders.lake()).hasSize(2);
    assertThat(orders.trash()).hasSize(1);
    zones.store().delete(zones.zones().lake(), List.of(orders.trash().get(0).key())).join();
  }

  @AfterEach
  void closeProcesses() {
    process.close();
    other.close();
  }

  @Test
  void isNotRetiredMeanwhile() {
    restore();
    before(Operation.COPY, 1, () -> other.send("direct:clean-up-executions", null));

    process.drive();

    isRestored();
  }

  @Test
  void isFoundWhereItIsRetiredBetweenTwoLooks() {
    var cleaning = other.bean(Leases.class).claimCleanup();
    restore();
    before(Operation.HEAD, 2, () -> other.send("direct:clean-up-execution", cleaning));

    process.drive();

    isRestored();
  }

  private void isRestored() {
    assertThat(orders.newest().status())
        .as("%s", orders.newest().reason())
        .isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "old"));
  }

  private void restore() {
    process
        .bean(Executions.class)
        .accept(new ExecutionRequest(orders.dataset().id(), "bob", new RestoreTrigger(first.id())));
  }

  private static void refuse() {
    throw ObservedStore.refusal(403, "AccessDenied", "no right to delete");
  }

  /** Lets something happen before the operation of this number, and nothing afterwards. */
  private void before(Operation operation, int number, Runnable happens) {
    var seen = new AtomicInteger();
    zones
        .server()
        .intercept(
            Interceptor.before(
                call -> {
                  if (call.bucket().equals(zones.zones().lake())
                      && call.operation() == operation
                      && seen.incrementAndGet() == number) {
                    happens.run();
                  }
                }));
  }

  private Execution load(String content) {
    orders.put("a.csv", content);
    process.send("direct:accept-notification", orders.trigger());
    process.drive();
    return orders.newest();
  }

  /** Ends the execution whose retirement failed, with its clean-up due. */
  private void due() {
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE execution SET committed_at = committed_at - INTERVAL '11' MINUTE"
                    + " WHERE active_dataset IS NOT NULL"));
    before(Operation.DELETE_BATCH, 1, RestoreMeanwhileContract::refuse);
    orders.expireLeases();
    process.drive();
    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE execution SET lease_until = NULL, cleanup_at = TIMESTAMP WITH TIME ZONE"
                    + " '2020-01-01 00:00:00+00' WHERE cleanup_at IS NOT NULL"));
  }
}
