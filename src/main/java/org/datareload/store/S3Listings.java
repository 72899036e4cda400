package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists what stands below a prefix. A page may come back short or empty while more follow: only the
 * store's own word ends a listing. Keys travel URL-encoded, since XML cannot carry all of them.
 */
final class S3Listings {
  private final S3AsyncClient client;
  private final AdaptiveLimiter window;

  S3Listings(S3AsyncClient client, AdaptiveLimiter window) {
    this.client = client;
    this.window = window;
  }

  void objects(String bucket, String prefix, Consumer<List<StoredObject>> page) {
    String token = null;
    ListObjectsV2Response answer;
    do {
      ListObjectsV2Request request =
          ListObjectsV2Request.builder()
              .bucket(bucket)
              .prefix(prefix)
              .continuationToken(token)
              .encodingType(EncodingType.URL)
              .build();
      answer = await(bucket, prefix, () -> client.listObjectsV2(request));
      hand(answer.contents().stream().map(S3Listings::object).toList(), page);
      token = answer.nextContinuationToken();
    } while (Boolean.TRUE.equals(answer.isTruncated()) && token != null);
  }

  /** The current versions; a key whose newest version is a delete marker has none. */
  void currentVersions(String bucket, String prefix, Consumer<List<StoredObject>> page) {
    versions(
        bucket,
        prefix,
        answer ->
            hand(
                answer.versions().stream()
                    .filter(version -> Boolean.TRUE.equals(version.isLatest()))
                    .map(S3Listings::object)
                    .toList(),
                page));
  }

  /** Every version and delete marker, by pages, newest first within a key. */
  void versions(String bucket, String prefix, Consumer<ListObjectVersionsResponse> page) {
    String keyMarker = null;
    String versionMarker = null;
    ListObjectVersionsResponse answer;
    do {
      ListObjectVersionsRequest request =
          ListObjectVersionsRequest.builder()
              .bucket(bucket)
              .prefix(prefix)
              .keyMarker(keyMarker)
              .versionIdMarker(versionMarker)
              .encodingType(EncodingType.URL)
              .build();
      answer = await(bucket, prefix, () -> client.listObjectVersions(request));
      page.accept(answer);
      keyMarker = answer.nextKeyMarker();
      versionMarker = answer.nextVersionIdMarker();
    } while (Boolean.TRUE.equals(answer.isTruncated()) && keyMarker != null);
  }

  /** The ids of the versions that are older than this one at its key. */
  CompletableFuture<List<String>> replacedBy(String bucket, StoredObject version) {
    var request =
        ListObjectVersionsRequest.builder()
            .bucket(bucket)
            // Some stores repeat the prefix in the answer just as it is.
            .prefix(XmlSafeKeys.carried(version.key()))
            .encodingType(EncodingType.URL);
    return replacedBy(version, request, new ArrayList<>());
  }

  private CompletableFuture<List<String>> replacedBy(
      StoredObject version, ListObjectVersionsRequest.Builder request, List<String> ids) {
    ListObjectVersionsRequest page = request.build();
    return window
        .submit(() -> client.listObjectVersions(page))
        .thenCompose(
            answer -> {
              answer.versions().stream()
                  .filter(found -> found.key().equals(version.key()))
                  .forEach(found -> ids.add(found.versionId()));
              // Longer keys follow; the versions of this one come first, unless
              // the prefix is shorter than the key.
              boolean ahead = ids.isEmpty() && !XmlSafeKeys.carries(version.key());
              if (Boolean.TRUE.equals(answer.isTruncated())
                  && (ahead || version.key().equals(answer.nextKeyMarker()))) {
                request.keyMarker(answer.nextKeyMarker());
                request.versionIdMarker(answer.nextVersionIdMarker());
                return replacedBy(version, request, ids);
              }
              int at = ids.indexOf(version.versionId());
              return CompletableFuture.completedFuture(
                  at < 0 ? List.of() : ids.subList(at + 1, ids.size()));
            });
  }

  private <T> T await(String bucket, String prefix, Supplier<CompletableFuture<T>> request) {
    try {
      return window.submit(request).join();
    } catch (CompletionException e) {
      throw S3Failure.told(new ObjectRef(bucket, prefix) + " could not be listed", e);
    }
  }

  private static void hand(List<StoredObject> objects, Consumer<List<StoredObject>> page) {
    if (!objects.isEmpty()) {
      page.accept(objects);
    }
  }

  private static StoredObject object(S3Object listed) {
    return new StoredObject(
        listed.key(), listed.size(), Etags.plain(listed.eTag()), null, listed.lastModified());
  }

  private static StoredObject object(ObjectVersion listed) {
    return new StoredObject(
        listed.key(),
        listed.size(),
        Etags.plain(listed.eTag()),
        Etags.version(listed.versionId()),
        listed.lastModified());
  }
}
