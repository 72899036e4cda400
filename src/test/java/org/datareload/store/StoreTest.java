package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datareload.store.PutCondition.Always;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An S3 server for the tests of a class, and two new buckets for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreTest {
  @TempDir Path files;
  TestServer server;
  StoreRig rig;
  ObjectStore store;
  String lz;
  String dlz;

  abstract TestServer open(Path directory);

  /** Whether the buckets keep versions. */
  boolean versions() {
    return false;
  }

  @BeforeAll
  void openServer(@TempDir Path directory) {
    server = open(directory);
    rig = server.rig();
  }

  @AfterAll
  void closeServer() {
    server.close();
  }

  @BeforeEach
  void makeBuckets() {
    lz = server.newBucket(versions());
    dlz = server.newBucket(versions());
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
