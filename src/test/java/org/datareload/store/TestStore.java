package org.datareload.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;

/** A new bucket in an embedded S3 in memory, which starts once a JVM. */
public final class TestStore {
  private static final EmbeddedS3 S3 = EmbeddedS3.inMemory();
  private static final ObjectStore STORE = StoreRig.open(S3).store();

  private final String bucket = "t" + UUID.randomUUID();

  public TestStore() {
    S3.createBucket(bucket);
  }

  /** Shared by all tests of the JVM: use your own bucket. */
  public ObjectStore store() {
    return STORE;
  }

  /** Runs the action before the first HEAD of the key is answered. */
  public void duringFirstHead(String key, Runnable action) {
    var isFirst = new AtomicBoolean(true);
    S3.intercept(
        new Interceptor() {
          @Override
          public void after(Call call) {
            if (call.equals(new Call(Operation.HEAD, bucket, key)) && isFirst.getAndSet(false)) {
              action.run();
            }
          }
        });
  }

  public String bucket() {
    return bucket;
  }

  /** Puts an object and returns how the store describes it. */
  public StoredObject put(String key, String content) {
    var ref = new ObjectRef(bucket, key);
    try {
      var file = Files.createTempFile("put", null);
      try {
        Files.writeString(file, content);
        STORE.put(ref, file, "text/plain", Map.of(), new PutCondition.Always()).join();
        return STORE.head(ref).join().orElse(null);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void remove(String key) {
    STORE.delete(bucket, List.of(key)).join();
  }
}
