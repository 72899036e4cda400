package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The blocking client, and copies by it, as the routes use them. */
class BlockingClientTest extends EmbeddedStoreTest {
  private static final Runnable HOLDS = () -> {};

  private S3Client client;
  private CopyResults results;

  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @BeforeEach
  void openClient() {
    client = rig.openBlocking();
    results = new CopyResults(rig.client(), rig.limiter());
  }

  @AfterEach
  void closeClient() {
    client.close();
    s3.ignoreCopyConditions(false);
  }

  @Test
  void copiesThePlannedObject() {
    StoredObject source = put(lz, "a/ż %41+.csv", "planned");
    var copy = copy(source, new ObjectRef(dlz, "copy"), HOLDS);
    assertThat(store.head(new ObjectRef(dlz, "copy")).join()).contains(copy);
    assertThat(copy.etag()).isEqualTo(source.etag());
  }

  @Test
  void refusesASourceThatChanged() {
    StoredObject source = put(lz, "a", "planned");
    put(lz, "a", "other");
    assertCopyFails(source, "changed");
  }

  @Test
  void refusesASourceThatChangedWhereTheStoreIgnoresTheCondition() {
    s3.ignoreCopyConditions(true);
    StoredObject source = put(lz, "a", "planned");
    put(lz, "a", "other");
    assertCopyFails(source, "changed");
  }

  @Test
  void refusesASourceThatIsGone() {
    StoredObject source = put(lz, "a", "planned");
    store.delete(lz, List.of("a")).join();
    assertCopyFails(source, "gone");
  }

  @Test
  void sendsNothingAfterTheLeaseWasLost() {
    StoredObject source = put(lz, "a", "planned");
    long copies = s3.count(Operation.COPY);
    var lost = new IllegalStateException("lease lost");
    Runnable check =
        () -> {
          throw lost;
        };
    assertThatThrownBy(() -> copy(source, new ObjectRef(dlz, "copy"), check)).isSameAs(lost);
    assertThat(s3.count(Operation.COPY)).isEqualTo(copies);
    assertThat(rig.limiter().inFlight()).isZero();
  }

  @Test
  void namesTheObjectsOfACopyThatTheStoreRefuses() {
    StoredObject source = put(lz, "a", "planned");
    var target = new ObjectRef("absent-" + dlz, "copy");
    var failure = catchThrowable(() -> copy(source, target, HOLDS));
    assertThat(CopyResults.failure(lz, source, target, failure))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageStartingWith("a could not be copied: NoSuchBucket (404)")
        .hasMessageEndingWith("(s3://%s/a to s3://absent-%s/copy)".formatted(lz, dlz));
  }

  @Test
  void listsAndDeletesAwkwardKeys() {
    var keys = List.of("a/%.csv", "a/+ %41.csv", "a/b c", "a/ż");
    putAll(keys);
    var first =
        client.listObjects(
            l -> l.bucket(lz).prefix("a/").maxKeys(2).encodingType(EncodingType.URL));
    var last = first.contents().get(1).key();
    var rest =
        client.listObjects(
            l -> l.bucket(lz).prefix("a/").marker(last).encodingType(EncodingType.URL));
    assertThat(first.contents())
        .extracting(S3Object::key)
        .containsExactlyElementsOf(keys.subList(0, 2));
    assertThat(rest.contents())
        .extracting(S3Object::key)
        .containsExactlyElementsOf(keys.subList(2, 4));
    var all = keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    var deleted = client.deleteObjects(d -> d.bucket(lz).delete(o -> o.objects(all))).deleted();
    assertThat(deleted).extracting(DeletedObject::key).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(listed(lz, "")).isEmpty();
  }

  private StoredObject copy(StoredObject source, ObjectRef target, Runnable leaseCheck) {
    var response = client.copyObject(CopyRequests.of(lz, source, target, leaseCheck));
    return results.check(lz, source, target, response);
  }

  private void assertCopyFails(StoredObject source, String word) {
    var target = new ObjectRef(dlz, "copy");
    var failure = catchThrowable(() -> copy(source, target, HOLDS));
    assertThat(CopyResults.failure(lz, source, target, failure))
        .isInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("s3://" + lz + "/a")
        .hasMessageContaining(word);
  }
}
