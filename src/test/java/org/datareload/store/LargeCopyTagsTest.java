package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datareload.demo.EmbeddedS3;
import org.datareload.store.PutCondition.Always;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.Tagging;

/** The embedded S3 has no tags, so the client answers as a store with tags would. */
class LargeCopyTagsTest extends EmbeddedStoreTest {
  private static final Tagging TAGS =
      Tagging.builder().tagSet(t -> t.key("class").value("secret & dear")).build();

  private StoredObject source;

  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @BeforeEach
  void landALargeObject() throws IOException {
    Path content = Files.write(files.resolve("large"), new byte[17 * 1024 * 1024]);
    var ref = new ObjectRef(lz, "large");
    store.put(ref, content, "text/csv", Map.of(), new Always()).join();
    source = store.head(ref).join().orElseThrow();
  }

  @Test
  void copiesTheTags() {
    var client = new TaggingClient(rig.client(), true);
    copyBy(client);
    assertThat(client.taggedWith).isEqualTo("class=secret%20%26%20dear");
    assertThat(client.taggedAfterwards).isNull();
  }

  @Test
  void tagsTheCopyWhereTheStoreDropsTheTagsOfAnUpload() {
    var client = new TaggingClient(rig.client(), true);
    client.keepsTagsOfUploads = false;
    copyBy(client);
    assertThat(client.taggedAfterwards).isEqualTo(TAGS);
  }

  @Test
  void copiesWithoutTagsThatItMayNotRead() {
    var client = new TaggingClient(rig.client(), false);
    copyBy(client);
    assertThat(client.taggedWith).isNull();
    assertThat(store.head(new ObjectRef(dlz, "large")).join()).isPresent();
  }

  private void copyBy(S3AsyncClient client) {
    rig.storeBy(client).copy(lz, source, new ObjectRef(dlz, "large")).join();
  }

  private final class TaggingClient extends DelegatingS3AsyncClient {
    private final boolean readable;
    private boolean keepsTagsOfUploads = true;
    private volatile String taggedWith;
    private volatile Tagging taggedAfterwards;

    TaggingClient(S3AsyncClient client, boolean readable) {
      super(client);
      this.readable = readable;
    }

    @Override
    public CompletableFuture<HeadObjectResponse> headObject(HeadObjectRequest head) {
      boolean source = head.bucket().equals(lz);
      return super.headObject(head)
          .thenApply(
              answer ->
                  source || keepsTagsOfUploads ? answer.toBuilder().tagCount(1).build() : answer);
    }

    @Override
    public CompletableFuture<GetObjectTaggingResponse> getObjectTagging(
        GetObjectTaggingRequest get) {
      return readable
          ? CompletableFuture.completedFuture(
              GetObjectTaggingResponse.builder().tagSet(TAGS.tagSet()).build())
          : super.getObjectTagging(get);
    }

    @Override
    public CompletableFuture<PutObjectTaggingResponse> putObjectTagging(
        PutObjectTaggingRequest put) {
      taggedAfterwards = put.tagging();
      return CompletableFuture.completedFuture(PutObjectTaggingResponse.builder().build());
    }

    @Override
    public CompletableFuture<CreateMultipartUploadResponse> createMultipartUpload(
        CreateMultipartUploadRequest create) {
      taggedWith = create.tagging();
      return super.createMultipartUpload(create.toBuilder().tagging((String) null).build());
    }
  }
}
