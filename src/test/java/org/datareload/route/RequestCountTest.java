package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.execution.Status;
import org.datareload.store.QuirkyS3;
import org.datareload.store.QuirkyS3.Quirk;
import org.datareload.store.TestZones;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reload asks the store for each copy, and for all else a few times a thousand files. */
final class RequestCountTest extends ReloadContract {
  private static final int FILES = 2_000;
  private final QuirkyS3 s3 = new QuirkyS3();

  RequestCountTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Override
  TestZones newZones() {
    return TestZones.of(s3);
  }

  @AfterEach
  void closeStore() {
    s3.close();
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

  /** The number of requests of a load from the event of its trigger file to its last clean-up. */
  private int requests(int upload) {
    var folder = orders.prefix() + "upload_date=170000000" + upload + "/ann/csv/";
    IntStream.range(0, FILES)
        .forEach(i -> s3.put(zones.zones().landing(), folder + i + ".csv", upload + " of " + i));
    var event = orders.triggerIn(folder, "");
    var before = s3.count();
    receive(event);
    await().until(() -> orders.executions().size() == upload);
    assertThat(ended(orders).status()).isEqualTo(Status.COMPLETED);
    return s3.count() - before;
  }

  @Override
  Map<String, String> settings() {
    return Map.of("reload.sweep.interval", "1h");
  }
}
