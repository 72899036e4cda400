package org.datareload.store;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.datareload.store.ListingPages.Page;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Lists objects and versions. Keys travel URL-encoded, since XML cannot carry all of them. */
final class S3Listings {
  private final S3AsyncClient client;
  private final Function<String, StoreTraits> traits;

  /**
   * @param traits by bucket
   */
  S3Listings(S3AsyncClient client, Function<String, StoreTraits> traits) {
    this.client = client;
    this.traits = traits;
  }

  Iterator<List<StoredObject>> objects(String bucket, String prefix) {
    return new ListingPages<>(
        failureText(bucket, prefix),
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix)
            .encodingType(EncodingType.URL)
            .build(),
        client::listObjectsV2,
        page ->
            new Page<>(
                objects(bucket, page),
                page.contents().size(),
                page.isTruncated(),
                page.nextContinuationToken(),
                page.keyCount()),
        (request, page) ->
            request.toBuilder().continuationToken(page.nextContinuationToken()).build());
  }

  /** The current versions; a key whose newest version is a delete marker has none. */
  Iterator<List<StoredObject>> currentVersions(String bucket, String prefix) {
    return versions(
        bucket,
        prefix,
        page ->
            distinct(
                page.versions().stream()
                    .filter(version -> Boolean.TRUE.equals(version.isLatest()))
                    .map(version -> object(bucket, version))));
  }

  /** Every version and delete marker, newest first within a key. */
  Iterator<List<S3Deletes.Target>> versionsAndMarkers(String bucket, String prefix) {
    return versions(
        bucket,
        prefix,
        page -> {
          var all = new ArrayList<S3Deletes.Target>();
          page.versions().forEach(v -> all.add(new S3Deletes.Target(v.key(), v.versionId(), null)));
          page.deleteMarkers()
              .forEach(m -> all.add(new S3Deletes.Target(m.key(), m.versionId(), null)));
          return all;
        });
  }

  /** Every delete marker. */
  Iterator<List<S3Deletes.Target>> markers(String bucket, String prefix) {
    return versions(
        bucket,
        prefix,
        page ->
            page.deleteMarkers().stream()
                .map(m -> new S3Deletes.Target(m.key(), m.versionId(), null))
                .toList());
  }

  private <T> Iterator<List<T>> versions(
      String bucket, String prefix, Function<ListObjectVersionsResponse, List<T>> read) {
    return new ListingPages<>(
        failureText(bucket, prefix),
        ListObjectVersionsRequest.builder()
            .bucket(bucket)
            .prefix(prefix)
            .encodingType(EncodingType.URL)
            .build(),
        client::listObjectVersions,
        page ->
            new Page<>(
                read.apply(page),
                page.versions().size() + page.deleteMarkers().size(),
                page.isTruncated(),
                Page.marker(page.nextKeyMarker(), page.nextVersionIdMarker()),
                null),
        S3Listings::following);
  }

  static ListObjectVersionsRequest following(
      ListObjectVersionsRequest request, ListObjectVersionsResponse page) {
    return request.toBuilder()
        .keyMarker(page.nextKeyMarker())
        .versionIdMarker(page.nextVersionIdMarker())
        .build();
  }

  /** The ids of the versions at the key that are older than this one. */
  CompletableFuture<List<String>> olderVersions(String bucket, StoredObject version) {
    var request =
        ListObjectVersionsRequest.builder()
            .bucket(bucket)
            // Some stores repeat the prefix in the response unencoded.
            .prefix(XmlSafeKeys.safePrefix(version.key()))
            .encodingType(EncodingType.URL)
            .build();
    return olderVersions(version, request, new ArrayList<>());
  }

  private CompletableFuture<List<String>> olderVersions(
      StoredObject version, ListObjectVersionsRequest request, List<String> ids) {
    return client
        .listObjectVersions(request)
        .thenCompose(
            page -> {
              page.versions().stream()
                  .filter(found -> found.key().equals(version.key()))
                  .forEach(found -> ids.add(found.versionId()));
              // Versions of this key come before those of longer keys, unless
              // the prefix is shorter than the key.
              boolean mayFollow = ids.isEmpty() && !XmlSafeKeys.isSafe(version.key());
              if (Boolean.TRUE.equals(page.isTruncated()) && page.nextKeyMarker() == null) {
                throw new StoreFailedException(
                    "the store says that the versions of "
                        + new ObjectRef(request.bucket(), version.key())
                        + " go on, but not from where (IsTruncated without a marker)",
                    null);
              }
              if (Boolean.TRUE.equals(page.isTruncated())
                  && (mayFollow || version.key().equals(page.nextKeyMarker()))) {
                return olderVersions(version, following(request, page), ids);
              }
              int at = ids.indexOf(version.versionId());
              return CompletableFuture.completedFuture(
                  at < 0 ? List.of() : ids.subList(at + 1, ids.size()));
            });
  }

  private static String failureText(String bucket, String prefix) {
    return new ObjectRef(bucket, prefix) + " could not be listed";
  }

  List<StoredObject> objects(String bucket, ListObjectsV2Response page) {
    return distinct(
        page.contents().stream()
            .map(
                object ->
                    new StoredObject(
                        object.key(),
                        object.size(),
                        etag(bucket, object.eTag()),
                        null,
                        time(object.lastModified()))));
  }

  /** One object for each key: some stores list one twice, or as it was before, too. */
  private static List<StoredObject> distinct(Stream<StoredObject> listed) {
    return List.copyOf(
        listed
            .collect(
                toMap(
                    StoredObject::key,
                    object -> object,
                    (a, b) -> b.lastModified().isBefore(a.lastModified()) ? a : b,
                    LinkedHashMap::new))
            .values());
  }

  private String etag(String bucket, String listed) {
    return traits.apply(bucket).listedEtags() ? Etags.unquoted(listed) : "";
  }

  private static Instant time(Instant lastModified) {
    return lastModified == null ? Instant.EPOCH : lastModified;
  }

  private StoredObject object(String bucket, ObjectVersion version) {
    return new StoredObject(
        version.key(),
        version.size(),
        etag(bucket, version.eTag()),
        Etags.versionId(version.versionId()),
        time(version.lastModified()));
  }
}
