package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.store.PutCondition.Always;
import org.datareload.store.PutCondition.IfAbsent;
import org.junit.jupiter.api.Test;

/** A store that is busy, refuses requests or loses responses. */
class ThrottlingTest extends EmbeddedStoreTest {
  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @Test
  void finishesEveryCopyWhileTheStoreRefusesATenthOfThem() {
    putAll(IntStream.range(0, 300).mapToObj(i -> "a/" + i).toList());
    List<StoredObject> landed = listed(lz, "a/");
    var refused = new AtomicInteger();
    var seen = new AtomicInteger();
    before(
        Operation.COPY,
        () -> {
          if (seen.incrementAndGet() % 10 == 0) {
            refused.incrementAndGet();
            throw ObservedStore.slowDown();
          }
        });
    var smallest = new AtomicInteger(rig.limiter().limit());
    CompletableFuture.allOf(
            landed.stream()
                .map(source -> store.copy(lz, source, new ObjectRef(dlz, source.key())))
                .map(
                    copy ->
                        copy.thenRun(
                            () -> smallest.accumulateAndGet(rig.limiter().limit(), Math::min)))
                .toArray(CompletableFuture[]::new))
        .join();
    assertThat(listed(dlz, "a/")).hasSize(300);
    assertThat(refused.get()).isGreaterThanOrEqualTo(30);
    assertThat(smallest.get()).isLessThanOrEqualTo(rig.settings().maxInFlight() / 2);
    assertThat(rig.limiter().inFlight()).isZero();

    s3.intercept(Interceptor.NONE);
    int lowered = rig.limiter().limit();
    putAll(IntStream.range(0, 200).mapToObj(i -> "b/" + i).toList());
    assertThat(rig.limiter().limit()).isGreaterThan(lowered);
  }

  @Test
  void retriesTheKeysThatABatchCouldNotDelete() {
    putAll(IntStream.range(0, 50).mapToObj(i -> "a/" + i).toList());
    var once = new AtomicBoolean();
    before(
        Operation.DELETE,
        () -> {
          if (once.compareAndSet(false, true)) {
            throw ObservedStore.slowDown();
          }
        });
    assertThat(store.deleteIfUnchanged(lz, listed(lz, "a/")).join())
        .hasSize(50)
        .allMatch(DeleteResult.Deleted.class::isInstance);
    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void returnsWhyTheStoreRefusedADelete() {
    StoredObject kept = put(lz, "kept", "x");
    before(
        Operation.DELETE,
        () -> {
          throw ObservedStore.refusal(403, "AccessDenied", "no delete for you");
        });
    assertThat(store.deleteIfUnchanged(lz, List.of(kept)).join())
        .singleElement()
        .isInstanceOfSatisfying(
            DeleteResult.Refused.class,
            refused -> assertThat(refused.reason()).contains("AccessDenied"));
  }

  @Test
  void namesTheRefusedObjectAndTheReason() {
    StoredObject source = put(lz, "a", "x");
    before(
        Operation.COPY,
        () -> {
          throw ObservedStore.refusal(403, "AccessDenied", "not into the lake");
        });
    assertThatThrownBy(() -> store.copy(lz, source, new ObjectRef(dlz, "b")).join())
        .cause()
        .isInstanceOf(StoreFailedException.class)
        .hasMessage(
            "a could not be copied: AccessDenied (403): not into the lake (s3://%s/a to s3://%s/b)",
            lz, dlz);
    assertThatThrownBy(() -> listed("absent", "a/"))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageStartingWith("s3://absent/a/ could not be listed: NoSuchBucket (404)");
  }

  @Test
  void recognisesItsOwnWriteWhoseResponseWasLost() {
    var ref = new ObjectRef(dlz, "once");
    loseTheFirstResponseToAPut();
    String etag =
        store.put(ref, file("mine"), "text/plain", Map.of("by", "me"), new IfAbsent()).join();
    assertThat(etag).isEqualTo(Etags.md5(file("mine")));
  }

  @Test
  void doesNotMistakeAnotherWriteForItsOwn() {
    var ref = new ObjectRef(dlz, "once");
    before(
        Operation.PUT,
        () -> {
          s3.intercept(Interceptor.NONE);
          store.put(ref, file("other"), "text/plain", Map.of(), new Always()).join();
          throw ObservedStore.refusal(500, "InternalError", "lost");
        });
    assertThatThrownBy(
            () -> store.put(ref, file("mine"), "text/plain", Map.of(), new IfAbsent()).join())
        .hasCauseInstanceOf(ConditionFailedException.class);
    assertThat(store.head(ref).join().orElseThrow().etag()).isEqualTo(Etags.md5(file("other")));
  }

  private void loseTheFirstResponseToAPut() {
    var once = new AtomicBoolean();
    s3.intercept(
        new Interceptor() {
          @Override
          public void after(Call call) {
            if (call.operation() == Operation.PUT && once.compareAndSet(false, true)) {
              throw ObservedStore.refusal(500, "InternalError", "lost");
            }
          }
        });
  }

  private void before(Operation operation, Runnable action) {
    s3.intercept(
        Interceptor.before(
            call -> {
              if (call.operation() == operation) {
                action.run();
              }
            }));
  }
}
