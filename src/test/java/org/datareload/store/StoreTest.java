package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.store.PutCondition.Always;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An embedded S3 for the tests of a class, and two new buckets for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreTest {
  private static final AtomicInteger tests = new AtomicInteger();

  @TempDir Path files;
  EmbeddedS3 s3;
  StoreRig rig;
  ObjectStore store;
  String lz;
  String dlz;

  abstract EmbeddedS3 start(Path directory);

  /** What a new bucket is made to be before the probes look at it. */
  void prepare(String bucket) {}

  @BeforeAll
  void open(@TempDir Path directory) {
    s3 = start(directory);
    rig = StoreRig.open(s3);
  }

  @AfterAll
  void close() {
    rig.close();
    s3.close();
  }

  @BeforeEach
  void makeBuckets() {
    s3.intercept(new Interceptor() {});
    s3.ignoreCopyConditions(false);
    int number = tests.incrementAndGet();
    lz = "landing-" + number;
    dlz = "lake-" + number;
    for (String bucket : List.of(lz, dlz)) {
      s3.createBucket(bucket);
      prepare(bucket);
    }
    store = rig.store(lz, dlz);
  }

  List<StoredObject> listed(String bucket, String prefix) {
    var all = new ArrayList<StoredObject>();
    store.list(bucket, prefix, all::addAll);
    return all;
  }

  StoredObject put(String bucket, String key, String content) {
    var ref = new ObjectRef(bucket, key);
    put(ref, content, new Always());
    return store.head(ref).join().orElseThrow();
  }

  String put(ObjectRef ref, String content, PutCondition condition) {
    return store.put(ref, file(content), "text/csv", Map.of(), condition).join();
  }

  void putAll(List<String> keys) {
    Path content = file("x");
    CompletableFuture.allOf(
            keys.stream()
                .map(
                    key ->
                        store.put(
                            new ObjectRef(lz, key), content, "text/csv", Map.of(), new Always()))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  Path file(String content) {
    try {
      Path file = files.resolve("content-" + content.hashCode());
      return Files.write(file, content.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
