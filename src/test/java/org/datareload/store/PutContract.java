package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.datareload.store.PutCondition.Always;
import org.datareload.store.PutCondition.IfAbsent;
import org.datareload.store.PutCondition.IfMatch;
import org.junit.jupiter.api.Test;

/** Conditional writes that every store must support. */
abstract class PutContract extends StoreTest {
  @Test
  void putsOnlyWhereThereIsNoObject() {
    var ref = new ObjectRef(dlz, "once");
    put(ref, "first", new IfAbsent());
    assertThatThrownBy(() -> put(ref, "second", new IfAbsent()))
        .hasCauseInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("s3://" + dlz + "/once");
    assertThat(store.head(ref).join().orElseThrow().etag()).isEqualTo(Etags.md5(file("first")));
  }

  @Test
  void replacesOnlyTheExpectedObject() {
    var ref = new ObjectRef(dlz, "cas");
    assertThatThrownBy(() -> put(ref, "x", new IfMatch("0123")))
        .hasCauseInstanceOf(ConditionFailedException.class);
    String first = put(ref, "first", new Always());
    String second = put(ref, "second", new IfMatch(first));
    assertThatThrownBy(() -> put(ref, "third", new IfMatch(first)))
        .hasCauseInstanceOf(ConditionFailedException.class);
    assertThat(store.head(ref).join().orElseThrow().etag()).isEqualTo(second);
  }
}
