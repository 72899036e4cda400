package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Without a quirk, the server is a store like any other. */
class QuirkyS3Test extends ObjectStoreContract {
  @Override
  TestServer open(Path directory) {
    return new QuirkyServer(new QuirkyS3());
  }

  @Test
  void honoursEveryCondition() {
    assertThat(new StoreProbes(rig.client(), rig.limiter()).probe(lz, "reload.lz.bucket"))
        .isEqualTo(new StoreCapabilities(false, true, IfMatchStyle.QUOTED, true, true, true));
  }

  /** A server in this process. */
  record QuirkyServer(QuirkyS3 s3, StoreRig rig) implements TestServer {
    private static final AtomicInteger buckets = new AtomicInteger();

    QuirkyServer(QuirkyS3 s3) {
      this(
          s3,
          StoreRig.open(
              new StoreSettings(
                  s3.endpoint(), "us-east-1", true, 64, 16 * StoreRig.MIB, 8 * StoreRig.MIB)));
    }

    @Override
    public String newBucket(boolean versions) {
      var bucket = "quirky-" + buckets.incrementAndGet();
      s3.createBucket(bucket);
      return bucket;
    }

    @Override
    public void close() {
      rig.close();
      s3.close();
    }
  }
}
