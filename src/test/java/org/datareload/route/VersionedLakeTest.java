package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.dataset.Readers;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.TestZones;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** Replaced content in a lake that keeps versions: it stays below delete markers. */
final class VersionedLakeTest extends InPlaceContract {
  private static final int FILES = 500;

  VersionedLakeTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Override
  TestZones newZones() {
    return new TestZones(false, true);
  }

  @Override
  void lose(String key) {
    zones.store().deleteVersions(zones.zones().lake(), key, () -> {});
  }

  @Test
  void isNotFoundByReaders() {
    load("1");

    load("2");

    assertThat(orders.lake()).hasSize(2);
    assertThat(zones.deleted(zones.zones().lake(), orders.prefix() + "upload_date=")).hasSize(2);
    Invariants.quiet(orders);
  }

  @Test
  void costsNoRequestAFile() {
    var first = requests("first");

    assertThat(requests("second")).isLessThanOrEqualTo(first + FILES * 2 / 100);

    assertThat(zones.deleted(zones.zones().lake(), orders.prefix() + "upload_date="))
        .hasSize(FILES);
  }

  /** The requests of a load of files with names that no load had before. */
  private int requests(String name) {
    IntStream.range(0, FILES).forEach(i -> orders.put(name + i + ".csv", "content"));
    var requests = new AtomicInteger();
    before(call -> requests.incrementAndGet());
    assertThat(reload().status()).isEqualTo(Status.COMPLETED);
    before(call -> {});
    return requests.get();
  }

  @Test
  void isFoundAgainAfterADeleteThatCameLate() {
    var first = load("1");
    load("2");
    restore(first);
    zones.store().delete(zones.zones().lake(), keys()).join();

    orders.cleanUp(process);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    Invariants.quiet(orders);
  }

  @Test
  void isRestoredWhileItIsStillInPlaceForReadersOfTheManifest() {
    orders.change(settings -> settings.withReaders(Readers.MANIFEST));
    var first = load("1");
    load("2");
    assertThat(orders.lake()).hasSize(4);

    restore(first);
    orders.cleanUp(process);

    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    assertThat(orders.lake()).hasSize(2);
    Invariants.quiet(orders);
  }

  @Test
  void goesToTheTrashWhereVersionsAreSuspended() {
    var first = load("1");
    zones.suspendVersions(zones.zones().lake());

    load("2");

    assertIsRestoredFromTheTrash(first);
  }

  @Test
  void goesToTheTrashWhereVersionsAreSuspendedAfterTheCommit() {
    var first = load("1");
    beforeThe(isManifest(), () -> zones.suspendVersions(zones.zones().lake()));

    load("2");

    assertIsRestoredFromTheTrash(first);
  }

  @Test
  void goesToTheTrashWhereVersionsAreSuspendedWhileItIsRetired() {
    var first = load("1");
    load("2");
    // As a process leaves it that dies before it records what it deleted.
    orders.execute("UPDATE execution SET retired_up_to = 0");
    zones.suspendVersions(zones.zones().lake());

    orders.cleanUp(process);

    assertIsRestoredFromTheTrash(first);
  }

  private void assertIsRestoredFromTheTrash(Execution first) {
    assertThat(orders.trash()).hasSize(2);
    assertThat(orders.lake()).hasSize(2);
    restore(first);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
  }

  @Test
  void staysWhereVersionsAreSuspendedAfterItWasRetired() {
    var first = load("1");
    load("2");
    zones.suspendVersions(zones.zones().lake());

    orders.cleanUp(process);

    assertThat(orders.rows("SELECT id FROM execution WHERE cleanup_at IS NOT NULL")).isEmpty();
    restore(first);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
    age();
    orders.cleanUp(process);
    process.send("direct:empty-trash", null);
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "1", "b.csv", "1"));
  }

  @Test
  void isDeletedWithOtherVersionsOfItsKeysOnly() {
    load("1");
    load("2");
    var other = orders.prefix() + "notes.txt";
    zones.write(zones.zones().lake(), other, new byte[1]);
    zones.store().delete(zones.zones().lake(), List.of(other)).join();
    orders.cleanUp(process);
    age();

    process.send("direct:empty-trash", null);

    assertThat(zones.deleted(zones.zones().lake(), orders.prefix()))
        .extracting(version -> version.key())
        .contains(other)
        .noneMatch(key -> key.contains("upload_date="));
  }
}
