package org.datareload.route;

import java.util.function.Supplier;
import org.datareload.store.QuirkyS3;
import org.datareload.store.TestZones;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;

/** Reloads on a store of this test's own, whose answers it chooses. */
abstract class QuirkyStoreContract extends ReloadContract {
  final QuirkyS3 s3 = new QuirkyS3();

  QuirkyStoreContract(Supplier<TestDatabase> fresh) {
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

  String landing() {
    return zones.zones().landing();
  }
}
