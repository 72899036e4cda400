package org.datareload.store;

import java.util.concurrent.atomic.AtomicInteger;
import org.datareload.demo.EmbeddedS3;

/** An S3 server in this process. */
record EmbeddedServer(EmbeddedS3 s3, StoreRig rig) implements TestServer {
  private static final AtomicInteger buckets = new AtomicInteger();

  EmbeddedServer(EmbeddedS3 s3) {
    this(s3, StoreRig.open(s3));
  }

  @Override
  public String newBucket(boolean versions) {
    String bucket = "bucket-" + buckets.incrementAndGet();
    s3.createBucket(bucket);
    if (versions) {
      s3.keepVersions(bucket);
    }
    return bucket;
  }

  @Override
  public void close() {
    rig.close();
    s3.close();
  }
}
