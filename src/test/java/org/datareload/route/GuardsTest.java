package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.execution.Status;
import org.datareload.testing.Invariants;
import org.datareload.testing.Stall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each guard of the protocol in the situation that it is there for. */
final class GuardsTest extends GuardFixture {
  @Test
  void aProcessThatLostAnExecutionCannotFailIt() throws Exception {
    load("old");
    accept("new");
    var loser = new Stall(t -> last(t, "begin") && t.contains("before CopyObject"));
    var losing = drive(refusing(loser, ANY));
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
    var seen = new HashSet<Status>();
    before(
        call -> {
          if (call.operation() == Operation.DELETE || call.operation() == Operation.DELETE_BATCH) {
            seen.add(orders.newest().status());
          }
        });

    other.drive();

    assertThat(seen).containsExactly(Status.PUBLISHED);
    Invariants.quiet(orders);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesThatWereNotPlannedNeverBecomeContent(boolean ignored) {
    load("old");
    accept("new");
    zones.server().ignoreCopyConditions(ignored);
    before(
        call -> {
          if (call.operation() == Operation.COPY) {
            before(next -> {});
            // Of the same size, so that only the bytes tell.
            orders.put("a.csv", "oth");
          }
        });

    other.drive();

    assertThat(orders.newest().reason().code()).isEqualTo("source_changed");
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "old", "b.csv", "old"));
    other.send("direct:accept-notification", orders.event(orders.folder() + "a.csv"));
    assertThat(orders.files("pending")).containsExactlyInAnyOrder("a.csv", "b.csv");
    Invariants.quiet(orders);
  }

  @Test
  void aLateDeleteOfASourceSparesTheNextUpload() throws Exception {
    accept("first");
    var late = new Stall(t -> t.get(t.size() - 1).startsWith("before Delete"));
    var working = drive(late);
    orders.expireLeases();
    other.drive();
    assertThat(orders.landed()).isEmpty();
    var key = orders.put("a.csv", "next upload");
    other.send("direct:accept-notification", orders.event(key));

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
  void aLateManifestDoesNotBringOldContentBack(int manifest) throws Exception {
    load("first");
    accept("second");
    var late =
        new Stall(
            t ->
                last(t, "before PutObject")
                    && t.stream().filter("before PutObject"::equals).count() == manifest);
    var working = drive(late);
    orders.expireLeases();
    other.drive();
    load("third");

    late.wake();
    await(working);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "third", "b.csv", "third"));
    orders.cleanUp(other);
    Invariants.quiet(orders);
  }

  @Test
  void noOtherProcessCommitsWhatOneIsDeleting() throws Exception {
    load("old");
    accept("new");
    var aborting = new Stall(t -> t.get(t.size() - 1).startsWith("before Delete"));
    var working = drive(refusing(aborting, 2));
    orders.expireLeases();
    other.drive();

    aborting.wake();
    await(working);

    assertThat(orders.newest().status()).isEqualTo(Status.FAILED);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "old", "b.csv", "old"));
    assertThat(orders.files("pending")).hasSize(2);
    Invariants.quiet(orders);
  }
}
