package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.datareload.demo.EmbeddedS3;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

class EncodedUploadsTest extends EmbeddedStoreTest {
  @Override
  EmbeddedS3 start(Path directory) {
    return EmbeddedS3.inMemory();
  }

  @Test
  void abortsUploadsWhoseKeysTheStoreEncodesWithoutDeclaringIt() {
    abortsAll(new UndeclaredEncodingClient(rig.client(), true));
  }

  @Test
  void abortsUploadsWhoseKeysTheStoreDoesNotEncode() {
    abortsAll(new UndeclaredEncodingClient(rig.client(), false));
  }

  @Test
  void ignoresUploadsThatAStoreListsOutsideThePrefix() {
    for (String key : List.of("a/1", "b/1")) {
      rig.client().createMultipartUpload(u -> u.bucket(dlz).key(key)).join();
    }
    var client = new UnfilteredClient(rig.client());
    rig.storeBy(client).abortUploads(dlz, "a/");
    assertThat(rig.client().listMultipartUploads(l -> l.bucket(dlz)).join().uploads())
        .extracting(MultipartUpload::key)
        .containsExactly("b/1");
  }

  private void abortsAll(S3AsyncClient client) {
    for (String key : List.of("a/with space+1", "a/%41", "a/50% off", "a/zażółć", "a/plain")) {
      rig.client().createMultipartUpload(u -> u.bucket(dlz).key(key)).join();
    }
    rig.storeBy(client).abortUploads(dlz, "a/");
    assertThat(rig.client().listMultipartUploads(l -> l.bucket(dlz)).join().uploads()).isEmpty();
  }

  /** Lists all uploads of the bucket, whatever the prefix. */
  private static final class UnfilteredClient extends DelegatingS3AsyncClient {
    UnfilteredClient(S3AsyncClient client) {
      super(client);
    }

    @Override
    public CompletableFuture<ListMultipartUploadsResponse> listMultipartUploads(
        ListMultipartUploadsRequest list) {
      return super.listMultipartUploads(list.toBuilder().prefix(null).build());
    }
  }

  /** Lists keys encoded, as Ceph RGW does, or plain, and declares neither. */
  private static final class UndeclaredEncodingClient extends DelegatingS3AsyncClient {
    private final boolean encodes;
    private final Map<String, String> keys = new ConcurrentHashMap<>();

    UndeclaredEncodingClient(S3AsyncClient client, boolean encodes) {
      super(client);
      this.encodes = encodes;
    }

    @Override
    public CompletableFuture<ListMultipartUploadsResponse> listMultipartUploads(
        ListMultipartUploadsRequest list) {
      return super.listMultipartUploads(list)
          .thenApply(
              answer ->
                  answer.toBuilder()
                      .encodingType((String) null)
                      .uploads(answer.uploads().stream().map(this::listed).toList())
                      .build());
    }

    /** Finds an upload by its key and its id together, unlike the embedded S3. */
    @Override
    public CompletableFuture<AbortMultipartUploadResponse> abortMultipartUpload(
        AbortMultipartUploadRequest abort) {
      return keys.get(abort.uploadId()).equals(abort.key())
          ? super.abortMultipartUpload(abort)
          : CompletableFuture.failedFuture(
              NoSuchUploadException.builder().statusCode(404).message("no such upload").build());
    }

    private MultipartUpload listed(MultipartUpload upload) {
      keys.put(upload.uploadId(), upload.key());
      return encodes ? upload.toBuilder().key(encoded(upload.key())).build() : upload;
    }

    private static String encoded(String key) {
      return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
    }
  }
}
