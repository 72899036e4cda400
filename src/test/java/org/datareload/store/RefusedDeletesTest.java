package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.datareload.store.DeleteResult.Deleted;
import org.datareload.store.DeleteResult.Refused;
import org.junit.jupiter.api.Test;

/** A store, or a gateway before it, that refuses deletes. */
class RefusedDeletesTest extends EmbeddedStoreTest {
  private static final List<String> KEYS = List.of("a", "b", "c");

  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @Test
  void deletesEachKeyWhereDeleteObjectsIsNotFound() {
    putAll(KEYS);
    refuse(404, "NotFound", Operation.DELETE_BATCH);
    assertThat(store.delete(lz, KEYS).join()).hasSize(3).containsOnly(new Deleted());
    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void doesNotMistakeAGatewaysResponseForAMissingObject() {
    putAll(KEYS);
    refuse(404, "NotFound", Operation.DELETE_BATCH, Operation.DELETE);
    var seen = listed(lz, "");
    assertThat(store.delete(lz, KEYS).join()).hasSize(3).hasOnlyElementsOfType(Refused.class);
    assertThat(store.deleteIfUnchanged(lz, seen).join())
        .hasSize(3)
        .hasOnlyElementsOfType(Refused.class);
    assertThat(listed(lz, "")).hasSize(3);
  }

  @Test
  void deletesNothingSinglyWhereTheRightToDeleteIsMissing() {
    putAll(KEYS);
    refuse(403, "AccessDenied", Operation.DELETE_BATCH);
    assertThat(store.delete(lz, KEYS).join()).hasSize(3).hasOnlyElementsOfType(Refused.class);
    assertThat(listed(lz, "")).hasSize(3);
  }

  @Test
  void countsAMissingObjectAsDeleted() {
    var calls = s3.count(Operation.DELETE);
    s3.intercept(
        Interceptor.before(
            call -> {
              if (call.operation() == Operation.DELETE_BATCH) {
                throw ObservedStore.refusal(501, "NotImplemented", "no batches");
              }
              if (call.operation() == Operation.DELETE) {
                throw ObservedStore.refusal(404, "NoSuchKey", "no such key");
              }
            }));
    assertThat(store.delete(lz, KEYS).join()).hasSize(3).containsOnly(new Deleted());
    assertThat(s3.count(Operation.DELETE) - calls).isEqualTo(3);
  }

  private void refuse(int status, String code, Operation... operations) {
    s3.intercept(
        Interceptor.before(
            call -> {
              if (List.of(operations).contains(call.operation())) {
                throw ObservedStore.refusal(status, code, "default backend");
              }
            }));
  }
}
