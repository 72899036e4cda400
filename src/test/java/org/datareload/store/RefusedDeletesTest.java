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

/** A store, or a gateway before it, that does not do what it is asked to. */
class RefusedDeletesTest extends EmbeddedStoreTest {
  private static final List<String> KEYS = List.of("a", "b", "c");

  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @Test
  void asksForEachKeyAloneWhereDeleteObjectsIsNotFound() {
    putAll(KEYS);
    answering(404, "NotFound", Operation.DELETE_BATCH);
    assertThat(store.delete(lz, KEYS).join()).hasSize(3).containsOnly(new Deleted());
    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void takesNoGatewaysAnswerForTheAbsenceOfAnObject() {
    putAll(KEYS);
    answering(404, "NotFound", Operation.DELETE_BATCH, Operation.DELETE);
    var seen = listed(lz, "");
    assertThat(store.delete(lz, KEYS).join()).hasSize(3).hasOnlyElementsOfType(Refused.class);
    assertThat(store.deleteIfUnchanged(lz, seen).join())
        .hasSize(3)
        .hasOnlyElementsOfType(Refused.class);
    assertThat(listed(lz, "")).hasSize(3);
  }

  @Test
  void asksForNothingAloneWhereTheRightToDeleteIsMissing() {
    putAll(KEYS);
    answering(403, "AccessDenied", Operation.DELETE_BATCH);
    assertThat(store.delete(lz, KEYS).join()).hasSize(3).hasOnlyElementsOfType(Refused.class);
    assertThat(listed(lz, "")).hasSize(3);
  }

  @Test
  void countsWhatTheStoreDoesNotFindAsRemoved() {
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

  private void answering(int status, String code, Operation... operations) {
    s3.intercept(
        Interceptor.before(
            call -> {
              if (List.of(operations).contains(call.operation())) {
                throw ObservedStore.refusal(status, code, "default backend");
              }
            }));
  }
}
