package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.execution.Status;
import org.datareload.store.QuirkyS3.Quirk;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** A reload asks the store for each copy, and for all else a few times a thousand files. */
final class RequestCountTest extends QuirkyStoreContract {
  /** With their trigger file, two full pages of a listing. */
  private static final int FILES = 1_999;

  RequestCountTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void sendsOneCopyAFileAndWithTrashTwo() {
    assertThat(requests(1)).isLessThan(FILES * 102 / 100);
    assertThat(requests(2)).isLessThan(FILES * 204 / 100);
    assertThat(orders.trash()).hasSize(FILES);
    Invariants.quiet(orders);
  }

  @Test
  void sendsNoMoreWhereTheStoreIgnoresConditionsOfDeletes() {
    s3.show(Quirk.DELETE_CONDITION_IGNORED);
    process.close();
    super.openProcess();
    assertThat(requests(1)).isLessThan(FILES * 102 / 100);
    Invariants.quiet(orders);
  }

  @Test
  void sendsNoMoreWhereEventsToldOfTheFilesBefore() {
    var folder = write(1);
    announce(IntStream.range(0, 500).mapToObj(i -> folder + i + ".csv").toArray(String[]::new));
    assertThat(orders.files("pending")).hasSize(500);

    assertThat(requests(folder)).isLessThan(FILES * 102 / 100);

    assertThat(orders.newest().note()).isNull();
    Invariants.quiet(orders);
  }

  @Test
  void looksAtEachFileByItselfWhereTheStoreListsLate() {
    s3.listingLag(1);
    process.close();
    super.openProcess();
    s3.listingLag(0);

    assertThat(requests(1)).isGreaterThan(2 * FILES);

    assertThat(s3.count("HeadObject")).isGreaterThanOrEqualTo(FILES);
    Invariants.quiet(orders);
  }

  /** The number of requests of a load from the event of its trigger file to its last clean-up. */
  private int requests(int upload) {
    return requests(write(upload));
  }

  private String write(int upload) {
    var folder = orders.prefix() + "upload_date=170000000" + upload + "/ann/csv/";
    IntStream.range(0, FILES)
        .forEach(i -> s3.put(zones.zones().landing(), folder + i + ".csv", upload + " of " + i));
    return folder;
  }

  private int requests(String folder) {
    var event = orders.triggerIn(folder, "");
    var executions = orders.executions().size();
    var before = s3.count();
    receive(event);
    await().until(() -> orders.executions().size() > executions);
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    return s3.count() - before;
  }

  @Override
  Map<String, String> settings() {
    return Map.of("reload.sweep.interval", "1h");
  }
}
