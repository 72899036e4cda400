package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Finds the multipart uploads that are open and aborts them. */
final class UploadAborts {
  private final S3AsyncClient client;
  private final AdaptiveLimiter window;

  UploadAborts(S3AsyncClient client, AdaptiveLimiter window) {
    this.client = client;
    this.window = window;
  }

  void abort(String bucket, String prefix, Predicate<String> which) {
    try {
      var aborts = new ArrayList<CompletableFuture<Void>>();
      for (Open upload : open(bucket, prefix)) {
        // Some stores list all uploads, whatever prefix they are asked for.
        if (upload.key().startsWith(prefix) && which.test(upload.key())) {
          aborts.add(abort(bucket, upload));
        }
      }
      CompletableFuture.allOf(aborts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw S3Failure.told(
          "the uploads below " + new ObjectRef(bucket, prefix) + " could not be aborted", e);
    }
  }

  /** An open upload, by a key that it may have. */
  private record Open(String key, String id) {}

  // All pages before the first abort: a marker names an upload, and some
  // stores lose their place when that upload is gone.
  private List<Open> open(String bucket, String prefix) {
    var uploads = new ArrayList<Open>();
    String keyMarker = null;
    String uploadMarker = null;
    ListMultipartUploadsResponse page;
    do {
      ListMultipartUploadsRequest request =
          ListMultipartUploadsRequest.builder()
              .bucket(bucket)
              .prefix(prefix)
              .keyMarker(keyMarker)
              .uploadIdMarker(uploadMarker)
              .encodingType(EncodingType.URL)
              .build();
      page = window.submit(() -> client.listMultipartUploads(request)).join();
      for (MultipartUpload upload : page.uploads()) {
        uploads.add(new Open(upload.key(), upload.uploadId()));
        if (page.encodingType() == null) {
          decoded(upload.key()).ifPresent(key -> uploads.add(new Open(key, upload.uploadId())));
        }
      }
      keyMarker = page.nextKeyMarker();
      uploadMarker = page.nextUploadIdMarker();
    } while (Boolean.TRUE.equals(page.isTruncated()) && keyMarker != null);
    return uploads;
  }

  /**
   * The key if it came URL-encoded, as Ceph RGW lists it without saying so. An upload's id is good
   * for its own key alone, so a wrong guess aborts nothing.
   */
  private static Optional<String> decoded(String key) {
    try {
      String decoded = URLDecoder.decode(key.replace("+", "%2B"), UTF_8);
      return decoded.equals(key) ? Optional.empty() : Optional.of(decoded);
    } catch (IllegalArgumentException notEncoded) {
      return Optional.empty();
    }
  }

  private CompletableFuture<Void> abort(String bucket, Open upload) {
    var request =
        AbortMultipartUploadRequest.builder()
            .bucket(bucket)
            .key(upload.key())
            .uploadId(upload.id())
            .build();
    return window
        .submit(() -> client.abortMultipartUpload(request))
        .handle(
            (answer, failure) -> {
              if (failure != null && !S3Failure.isAbsent(failure)) {
                throw S3Failure.rethrown(failure);
              }
              return null;
            });
  }
}
