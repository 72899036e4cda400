package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.execution.Status;
import org.datareload.testing.DrivenContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.FaultPoint.Moment;
import org.datareload.testing.Invariants;
import org.datareload.testing.Stall;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.datareload.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each guard of the protocol in the situation that it exists for. */
final class GuardsTest extends DrivenContract {
  private static final int ANY = 0;
  private final List<TestProcess> suspended = new ArrayList<>();

  GuardsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @AfterEach
  void closeSuspended() {
    suspended.forEach(TestProcess::close);
  }

  @Test
  void aProcessThatLostAnExecutionCannotFailIt() throws Exception {
    load("old");
    accept("new");
    var loser = new Stall(t -> last(t, "begin") && t.contains("before CopyObject"));
    var losing = drive(refusing(loser, ANY), loser);
    var winner = new Stall(t -> last(t, "after CopyObject"));
    orders.expireLeases();
    var winning = drive(winner);
    await(winner.reached());

    loser.wake();
    await(losing);
    winner.wake();
    await(winning);

    assertThat(orders.newest().status()).isEqualTo(Status.COMPLETED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "new", "b.csv", "new"));
    Invariants.quiet(orders);
  }

  @Test
  void nothingIsDeletedBeforeTheCommit() {
    load("old");
    accept("new");
    var statuses = new HashSet<Status>();
    before(
        call -> {
          if (call.operation() == Operation.DELETE || call.operation() == Operation.DELETE_BATCH) {
            statuses.add(orders.newest().status());
          }
        });

    process.drive();

    assertThat(statuses).containsExactly(Status.PUBLISHED);
    Invariants.quiet(orders);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unplannedBytesNeverBecomeContent(boolean ignored) {
    load("old");
    accept("new");
    zones.server().ignoreCopyConditions(ignored);
    before(
        call -> {
          if (call.operation() == Operation.COPY) {
            before(next -> {});
            // Of the same size, so that only the bytes differ.
            orders.put("a.csv", "oth");
          }
        });

    process.drive();

    assertThat(orders.newest().reason().code()).isEqualTo("source_changed");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "old", "b.csv", "old"));
    process.send("direct:accept-notification", orders.event(orders.folder() + "a.csv"));
    assertThat(orders.files("pending")).containsExactlyInAnyOrder("a.csv", "b.csv");
    Invariants.quiet(orders);
  }

  @Test
  void aLateDeleteOfASourceSparesTheNextUpload() throws Exception {
    accept("first");
    var late = new Stall(t -> t.get(t.size() - 1).startsWith("before Delete"));
    var working = drive(late);
    orders.expireLeases();
    process.drive();
    assertThat(orders.landed()).isEmpty();
    var key = orders.put("a.csv", "next upload");
    process.send("direct:accept-notification", orders.event(key));

    late.wake();
    await(working);

    assertThat(orders.landed()).hasSize(1);
    assertThat(orders.files("pending")).containsExactly("a.csv");
    Invariants.quiet(orders);
  }

  @Test
  void noObjectOfTheLakeIsWrittenTwice() {
    var written = new ArrayList<String>();
    before(
        call -> {
          if (call.operation() == Operation.COPY) {
            written.add(call.key());
          }
        });

    load("first");
    load("second");

    assertThat(written).hasSize(6).doesNotHaveDuplicates();
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "second", "b.csv", "second"));
    Invariants.quiet(orders);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aLateManifestDoesNotRestoreOldContent(int manifest) throws Exception {
    load("first");
    accept("second");
    var late =
        new Stall(
            t ->
                last(t, "before PutObject")
                    && t.stream().filter("before PutObject"::equals).count() == manifest);
    var working = drive(late);
    orders.expireLeases();
    process.drive();
    load("third");

    late.wake();
    await(working);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "third", "b.csv", "third"));
    orders.cleanUp(process);
    Invariants.quiet(orders);
  }

  @Test
  void noProcessCommitsWhatAnotherOneIsDeleting() throws Exception {
    load("old");
    accept("new");
    var aborting = new Stall(t -> t.get(t.size() - 1).startsWith("before Delete"));
    var working = drive(refusing(aborting, 2), aborting);
    orders.expireLeases();
    process.drive();

    aborting.wake();
    await(working);

    assertThat(orders.newest().status()).isEqualTo(Status.FAILED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "old", "b.csv", "old"));
    assertThat(orders.files("pending")).hasSize(2);
    Invariants.quiet(orders);
  }

  private void load(String content) {
    orders.load(process, content, "a.csv", "b.csv");
  }

  private void accept(String content) {
    orders.trigger(process, content, "a.csv", "b.csv");
  }

  /** Lets another process drive until it is suspended; the future completes with its end. */
  private CompletableFuture<Void> drive(Stall stall) throws Exception {
    return drive(stall, stall);
  }

  private CompletableFuture<Void> drive(FaultPoint faults, Stall stall) throws Exception {
    var other = driven(faults);
    suspended.add(other);
    var working =
        CompletableFuture.runAsync(other::drive, task -> new Thread(task, "suspended").start());
    await(stall.reached());
    return working;
  }

  private static void await(CompletableFuture<?> future) throws Exception {
    future.get(2, TimeUnit.MINUTES);
  }

  private static boolean last(List<String> trail, String place) {
    return trail.get(trail.size() - 1).equals(place);
  }

  private void before(Consumer<Call> action) {
    zones.server().intercept(Interceptor.before(action));
  }

  /** Lets the store refuse one of the copies of the process, or all of them. */
  private static FaultPoint refusing(Stall stall, int copy) {
    var copies = new AtomicInteger();
    return (moment, write) -> {
      var refused =
          moment == Moment.BEFORE
              && write.equals("CopyObject")
              && (copies.incrementAndGet() == copy || copy == ANY);
      return stall
          .at(moment, write)
          .thenCompose(
              go ->
                  refused
                      ? CompletableFuture.failedFuture(new IllegalStateException("no right"))
                      : FaultPoint.GO);
    };
  }
}
