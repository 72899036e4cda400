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
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** Aborts open multipart uploads. */
final class UploadAborts {
  private final S3AsyncClient client;

  UploadAborts(S3AsyncClient client) {
    this.client = client;
  }

  void abort(String bucket, String prefix, Predicate<String> which) {
    String failureText =
        "the uploads below " + new ObjectRef(bucket, prefix) + " could not be aborted";
    // All pages before the first abort: a marker names an upload, and some
    // stores lose their place when that upload is gone.
    var uploads = new ArrayList<Upload>();
    open(bucket, prefix, failureText).forEachRemaining(uploads::addAll);
    try {
      var aborts = new ArrayList<CompletableFuture<Void>>();
      for (Upload upload : uploads) {
        // Some stores list all uploads, whatever the prefix.
        if (upload.key().startsWith(prefix) && which.test(upload.key())) {
          aborts.add(abort(bucket, upload));
        }
      }
      CompletableFuture.allOf(aborts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw S3Failure.toException(failureText, e);
    }
  }

  /** An open upload, by a key that it may have. */
  private record Upload(String key, String id) {}

  private ListingPages<ListMultipartUploadsRequest, ListMultipartUploadsResponse, Upload> open(
      String bucket, String prefix, String failureText) {
    return new ListingPages<>(
        failureText,
        ListMultipartUploadsRequest.builder()
            .bucket(bucket)
            .prefix(prefix)
            .encodingType(EncodingType.URL)
            .build(),
        client::listMultipartUploads,
        UploadAborts::uploads,
        (request, page) ->
            Boolean.TRUE.equals(page.isTruncated()) && page.nextKeyMarker() != null
                ? request.toBuilder()
                    .keyMarker(page.nextKeyMarker())
                    .uploadIdMarker(page.nextUploadIdMarker())
                    .build()
                : null);
  }

  private static List<Upload> uploads(ListMultipartUploadsResponse page) {
    var uploads = new ArrayList<Upload>();
    for (var upload : page.uploads()) {
      uploads.add(new Upload(upload.key(), upload.uploadId()));
      if (page.encodingType() == null) {
        decoded(upload.key()).ifPresent(key -> uploads.add(new Upload(key, upload.uploadId())));
      }
    }
    return uploads;
  }

  /**
   * The key if it came URL-encoded, as Ceph RGW lists it without saying so. An upload's id is valid
   * for its own key only, so a wrong guess aborts nothing.
   */
  private static Optional<String> decoded(String key) {
    try {
      String decoded = URLDecoder.decode(key.replace("+", "%2B"), UTF_8);
      return decoded.equals(key) ? Optional.empty() : Optional.of(decoded);
    } catch (IllegalArgumentException notEncoded) {
      return Optional.empty();
    }
  }

  private CompletableFuture<Void> abort(String bucket, Upload upload) {
    return client
        .abortMultipartUpload(a -> a.bucket(bucket).key(upload.key()).uploadId(upload.id()))
        .handle(
            (response, failure) -> {
              if (failure != null && !S3Failure.isNotFound(failure)) {
                throw S3Failure.unchecked(failure);
              }
              return null;
            });
  }
}
