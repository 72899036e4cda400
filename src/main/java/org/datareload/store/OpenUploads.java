package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.datareload.store.ListingPages.Page;
import org.datareload.store.ObjectStore.OpenUpload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/** Lists and aborts open multipart uploads. */
final class OpenUploads {
  private static final Logger log = LoggerFactory.getLogger(OpenUploads.class);

  private final S3AsyncClient client;

  OpenUploads(S3AsyncClient client) {
    this.client = client;
  }

  void abort(String bucket, String prefix, Predicate<String> which) {
    String failureText =
        "the uploads below " + new ObjectRef(bucket, prefix) + " could not be aborted";
    // All pages before the first abort: a marker names an upload, and some
    // stores lose their place when that upload is gone.
    var uploads = list(bucket, prefix, failureText);
    try {
      var aborts = new ArrayList<CompletableFuture<Void>>();
      for (OpenUpload upload : uploads) {
        if (which.test(upload.key())) {
          aborts.add(abort(bucket, upload));
        }
      }
      CompletableFuture.allOf(aborts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw S3Failure.toException(failureText, e);
    }
  }

  /** The open uploads; one whose key may have come encoded is named by both keys. */
  List<OpenUpload> list(String bucket, String prefix) {
    return list(
        bucket, prefix, "the uploads below " + new ObjectRef(bucket, prefix) + " are unknown");
  }

  private List<OpenUpload> list(String bucket, String prefix, String failureText) {
    var uploads = new ArrayList<OpenUpload>();
    try {
      pages(bucket, prefix, failureText).forEachRemaining(uploads::addAll);
    } catch (StoreFailedException e) {
      if (!S3Failure.isRefusal(e) || S3Failure.code(e).equals("NoSuchBucket")) {
        throw e;
      }
      // Not every store has this operation.
      log.atLevel(S3Failure.status(e) == 403 ? Level.WARN : Level.INFO)
          .log(
              "{} does not list its multipart uploads: none is waited for or aborted: {}",
              new ObjectRef(bucket, prefix),
              S3Failure.reason(e));
      return List.of();
    }
    // Some stores list all uploads, whatever the prefix.
    uploads.removeIf(upload -> !upload.key().startsWith(prefix));
    return uploads;
  }

  private ListingPages<ListMultipartUploadsRequest, ListMultipartUploadsResponse, OpenUpload> pages(
      String bucket, String prefix, String failureText) {
    return new ListingPages<>(
        failureText,
        ListMultipartUploadsRequest.builder()
            .bucket(bucket)
            .prefix(prefix)
            .encodingType(EncodingType.URL)
            .build(),
        client::listMultipartUploads,
        page ->
            new Page<>(
                uploads(page),
                page.uploads().size(),
                page.isTruncated(),
                Page.marker(page.nextKeyMarker(), page.nextUploadIdMarker()),
                null),
        (request, page) ->
            request.toBuilder()
                .keyMarker(page.nextKeyMarker())
                .uploadIdMarker(page.nextUploadIdMarker())
                .build());
  }

  private static List<OpenUpload> uploads(ListMultipartUploadsResponse page) {
    var uploads = new ArrayList<OpenUpload>();
    for (var upload : page.uploads()) {
      var listed = new OpenUpload(upload.key(), upload.uploadId(), upload.initiated());
      uploads.add(listed);
      if (page.encodingType() == null) {
        decoded(listed.key())
            .ifPresent(key -> uploads.add(new OpenUpload(key, listed.id(), listed.initiated())));
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

  private CompletableFuture<Void> abort(String bucket, OpenUpload upload) {
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
