package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

class StoreProbesTest extends StoreTest {
  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @Test
  void findsWhatTheStoreKeepsToAndLeavesNothingBehind() {
    assertThat(probe(rig.client(), lz))
        .isEqualTo(new StoreCapabilities(false, true, true, true, true));
    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void findsThatABucketKeepsVersionsAndLeavesNoneBehind() {
    s3.keepVersions(lz);
    assertThat(probe(rig.client(), lz).versioned()).isTrue();
    var left = rig.client().listObjectVersions(l -> l.bucket(lz)).join();
    assertThat(left.versions()).isEmpty();
    assertThat(left.deleteMarkers()).isEmpty();
  }

  @Test
  void findsThatAStoreIgnoresConditionsInSilence() {
    assertThat(probe(new ForgetfulClient(rig.client()), lz))
        .isEqualTo(new StoreCapabilities(false, true, false, true, false));
  }

  @Test
  void takesARefusedTrialForAMissingCondition() {
    s3.intercept(
        new Interceptor() {
          @Override
          public void before(Call call) {
            if (call.operation() == Operation.COPY) {
              throw ObservedStore.refusal(501, "NotImplemented", "no copies here");
            }
            if (call.operation() == Operation.PUT && call.key().endsWith("/batch")) {
              throw ObservedStore.refusal(403, "AccessDenied", "not you");
            }
          }
        });
    assertThat(probe(rig.client(), lz))
        .isEqualTo(new StoreCapabilities(false, true, true, false, false));
  }

  @Test
  void namesTheBucketThatIsNotThereAndItsSetting() {
    assertThatThrownBy(
            () -> new StoreProbes(rig.client(), rig.window()).probe("absent", "reload.dlz.bucket"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reload.dlz.bucket: the bucket absent does not exist");
  }

  private StoreCapabilities probe(S3AsyncClient client, String bucket) {
    return new StoreProbes(client, rig.window()).probe(bucket, "reload.lz.bucket");
  }

  /** Asks without conditions, as if the store ignored them. */
  private static final class ForgetfulClient extends DelegatingS3AsyncClient {
    ForgetfulClient(S3AsyncClient client) {
      super(client);
    }

    @Override
    public CompletableFuture<CopyObjectResponse> copyObject(CopyObjectRequest copy) {
      return super.copyObject(copy.toBuilder().copySourceIfMatch(null).build());
    }

    @Override
    public CompletableFuture<DeleteObjectResponse> deleteObject(DeleteObjectRequest delete) {
      return super.deleteObject(delete.toBuilder().ifMatch(null).build());
    }
  }
}
