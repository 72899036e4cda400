package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;

class LargeCopiesTest extends EmbeddedStoreTest {
  private static final int SIZE = 40 * 1024 * 1024;

  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.onDisk(directory);
  }

  @Test
  void copiesALargeObjectInPartsWithItsMetadata() throws IOException {
    Path content = random(1);
    Instant expires = Instant.parse("2031-01-02T03:04:05Z");
    rig.client()
        .putObject(
            p ->
                p.bucket(lz)
                    .key("large")
                    .contentType("application/x-parquet")
                    .cacheControl("no-cache")
                    .contentDisposition("attachment; filename=\"a.parquet\"")
                    .contentEncoding("identity")
                    .contentLanguage("pl")
                    .expires(expires)
                    .metadata(Map.of("owner", "finance")),
            AsyncRequestBody.fromFile(content))
        .join();
    StoredObject source = store.head(new ObjectRef(lz, "large")).join().orElseThrow();

    long parts = s3.count(Operation.UPLOAD_PART);
    StoredObject copy = store.copy(lz, source, new ObjectRef(dlz, "large")).join();

    assertThat(s3.count(Operation.UPLOAD_PART) - parts).isEqualTo(5);
    assertThat(copy.size()).isEqualTo(SIZE);
    var got =
        rig.client()
            .getObject(g -> g.bucket(dlz).key("large"), AsyncResponseTransformer.toBytes())
            .join();
    assertThat(Arrays.equals(got.asByteArrayUnsafe(), Files.readAllBytes(content))).isTrue();
    assertThat(got.response().contentType()).isEqualTo("application/x-parquet");
    assertThat(got.response().cacheControl()).isEqualTo("no-cache");
    assertThat(got.response().contentDisposition()).isEqualTo("attachment; filename=\"a.parquet\"");
    assertThat(got.response().contentEncoding()).isEqualTo("identity");
    assertThat(got.response().contentLanguage()).isEqualTo("pl");
    assertThat(got.response().metadata()).containsExactly(Map.entry("owner", "finance"));
    assertThat(openUploads()).isZero();
  }

  @Test
  void refusesALargeSourceThatChangesWhileItIsCopied() {
    StoredObject source = large("large", random(1));
    changeBeforeTheFirstPart(random(2));
    assertRefused(store.copy(lz, source, new ObjectRef(dlz, "large")));
  }

  @Test
  void refusesALargeSourceThatChangesWhereTheStoreIgnoresTheCondition() {
    var unconditional = rig.storeBy(new UnconditionalClient(rig.client()));
    StoredObject source = large("large", random(1));
    changeBeforeTheFirstPart(random(2));
    assertRefused(unconditional.copy(lz, source, new ObjectRef(dlz, "large")));
  }

  @Test
  void refusesALargeSourceThatShrinksWhereTheStoreIgnoresTheCondition() throws IOException {
    var unconditional = rig.storeBy(new UnconditionalClient(rig.client()));
    StoredObject source = large("large", random(1));
    changeBeforeTheFirstPart(Files.write(files.resolve("short"), new byte[] {1}));
    assertRefused(unconditional.copy(lz, source, new ObjectRef(dlz, "large")));
  }

  @Test
  void refusesALargeSourceThatIsGone() {
    StoredObject source = large("large", random(1));
    store.delete(lz, List.of("large")).join();
    assertRefused(store.copy(lz, source, new ObjectRef(dlz, "large")));
  }

  @Test
  void succeedsWhereTheResponseToACompletionWasLost() {
    StoredObject source = large("large", random(1));
    var once = new AtomicBoolean();
    s3.intercept(
        new Interceptor() {
          @Override
          public void after(Call call) {
            if (call.operation() == Operation.COMPLETE_UPLOAD && once.compareAndSet(false, true)) {
              throw ObservedStore.refusal(500, "InternalError", "lost");
            }
          }
        });
    StoredObject copy = store.copy(lz, source, new ObjectRef(dlz, "large")).join();
    assertThat(copy.size()).isEqualTo(SIZE);
  }

  private void assertRefused(CompletableFuture<StoredObject> copy) {
    assertThat(copy)
        .failsWithin(Duration.ofMinutes(5))
        .withThrowableThat()
        .withCauseInstanceOf(ConditionFailedException.class)
        .withMessageContaining("s3://" + lz + "/large");
    assertThat(store.head(new ObjectRef(dlz, "large")).join()).isEmpty();
    assertThat(openUploads()).isZero();
  }

  private int openUploads() {
    return rig.client().listMultipartUploads(l -> l.bucket(dlz)).join().uploads().size();
  }

  private void changeBeforeTheFirstPart(Path content) {
    var once = new AtomicBoolean();
    s3.intercept(
        Interceptor.before(
            call -> {
              if (call.operation() == Operation.UPLOAD_PART && once.compareAndSet(false, true)) {
                large("large", content);
              }
            }));
  }

  private StoredObject large(String key, Path content) {
    var ref = new ObjectRef(lz, key);
    store.put(ref, content, "text/csv", Map.of(), new PutCondition.Always()).join();
    return store.head(ref).join().orElseThrow();
  }

  private Path random(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    try {
      return Files.write(files.resolve("random-" + seed), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
