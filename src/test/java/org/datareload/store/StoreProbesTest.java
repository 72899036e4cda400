package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class StoreProbesTest extends EmbeddedStoreTest {
  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @Test
  void findsTheConditionsThatTheStoreKeepsAndLeavesNoObjects() {
    assertThat(probe(rig.client(), lz))
        .isEqualTo(new StoreCapabilities(false, true, IfMatchStyle.QUOTED, true, true, true));
    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void findsThatABucketKeepsVersionsAndLeavesNone() {
    s3.keepVersions(lz);
    assertThat(probe(rig.client(), lz).versioned()).isTrue();
    var left = rig.client().listObjectVersions(l -> l.bucket(lz)).join();
    assertThat(left.versions()).isEmpty();
    assertThat(left.deleteMarkers()).isEmpty();
  }

  @Test
  void findsThatAStoreSilentlyIgnoresConditions() {
    assertThat(probe(new UnconditionalClient(rig.client()), lz))
        .isEqualTo(new StoreCapabilities(false, true, IfMatchStyle.QUOTED, false, true, false));
  }

  @Test
  void findsThatAStoreExpectsTheETagWithoutQuotes() {
    assertThat(probe(new CephPutClient(rig.client(), false), lz).putIfMatch())
        .isEqualTo(IfMatchStyle.BARE);
  }

  @Test
  void findsThatAStoreRefusesTheRightETag() {
    var found = probe(new CephPutClient(rig.client(), true), lz);
    assertThat(found.putIfMatch()).isEqualTo(IfMatchStyle.NONE);
    assertThat(found.putIfAbsent()).isFalse();
  }

  @Test
  void countsARefusedProbeAsAMissingCondition() {
    s3.intercept(
        Interceptor.before(
            call -> {
              if (call.operation() == Operation.COPY) {
                throw ObservedStore.refusal(501, "NotImplemented", "no copies here");
              }
              if (call.operation() == Operation.PUT && call.key().endsWith("/batch")) {
                throw ObservedStore.refusal(403, "AccessDenied", "not you");
              }
            }));
    assertThat(probe(rig.client(), lz))
        .isEqualTo(new StoreCapabilities(false, true, IfMatchStyle.QUOTED, true, false, false));
  }

  @Test
  void namesAMissingBucketAndItsProperty() {
    assertThatThrownBy(
            () -> new StoreProbes(rig.client(), rig.limiter()).probe("absent", "reload.dlz.bucket"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reload.dlz.bucket: the bucket absent does not exist");
  }

  private StoreCapabilities probe(S3AsyncClient client, String bucket) {
    return new StoreProbes(client, rig.limiter()).probe(bucket, "reload.lz.bucket");
  }
}
