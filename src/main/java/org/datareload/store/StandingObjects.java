package org.datareload.store;

import static java.time.Instant.EPOCH;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.datareload.store.S3Deletes.Target;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Looks what stands at many keys, by pages of a listing as long as at least half of a page is about
 * these keys. What the pages do not show as it was seen is asked for by itself, so that a listing
 * never says that an object is gone or changed.
 */
final class StandingObjects {
  private static final int FEW = 3;
  // Other keys may stand between those that are looked at.
  private static final int MARGIN = 16;
  private static final int PAGE_SIZE = 1_000;

  private final S3AsyncClient client;
  private final S3Listings listings;
  private final S3Objects objects;

  StandingObjects(S3AsyncClient client, S3Listings listings, S3Objects objects) {
    this.client = client;
    this.listings = listings;
    this.objects = objects;
  }

  /**
   * The objects that stand at the keys now.
   *
   * @param seen without versions, at most 1,000
   * @return by key; without the keys that have no object
   */
  CompletableFuture<Map<String, StoredObject>> objects(String bucket, List<StoredObject> seen) {
    var found = new ConcurrentHashMap<String, StoredObject>();
    return listed(bucket, seen, found)
        .thenCompose(
            done -> {
              var heads = new ArrayList<CompletableFuture<?>>();
              for (var object : seen) {
                if (!isShown(found.get(object.key()), object)) {
                  found.remove(object.key());
                  heads.add(
                      objects
                          .head(new ObjectRef(bucket, object.key()))
                          .thenAccept(now -> now.ifPresent(o -> found.put(o.key(), o))));
                }
              }
              return CompletableFuture.allOf(heads.toArray(CompletableFuture[]::new));
            })
        .thenApply(done -> found);
  }

  /** A listing without the time does not tell an object from a later one of the same bytes. */
  private static boolean isShown(StoredObject listed, StoredObject seen) {
    return listed != null && !listed.lastModified().equals(EPOCH) && listed.isSame(seen);
  }

  private CompletableFuture<Void> listed(
      String bucket, List<StoredObject> seen, Map<String, StoredObject> found) {
    // A listing without ETags does not tell one object from another of the same size, and one that
    // is late shows an object that is no longer there.
    var traits = objects.traits(bucket);
    if (seen.size() <= FEW || !traits.listedEtags() || !traits.listsAtOnce()) {
      return CompletableFuture.completedFuture(null);
    }
    var wanted = seen.stream().map(StoredObject::key).collect(toSet());
    var range = KeyRange.of(wanted);
    return listed(
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(range.prefix())
            .startAfter(range.startAfter())
            .maxKeys(pageSize(wanted))
            .encodingType(EncodingType.URL)
            .build(),
        wanted,
        found,
        wanted.size());
  }

  /**
   * @param pages how many there may be: never more requests than objects
   */
  private CompletableFuture<Void> listed(
      ListObjectsV2Request request,
      Set<String> wanted,
      Map<String, StoredObject> found,
      int pages) {
    return client
        .listObjectsV2(request)
        .thenCompose(
            page -> {
              var hits = 0;
              for (var object : listings.objects(request.bucket(), page)) {
                if (wanted.contains(object.key())) {
                  hits++;
                  found.put(object.key(), object);
                }
              }
              return goesOn(page)
                      && pages > 1
                      && found.size() < wanted.size()
                      && hits * 2 >= page.contents().size()
                  ? listed(
                      request.toBuilder().continuationToken(page.nextContinuationToken()).build(),
                      wanted,
                      found,
                      pages - 1)
                  : CompletableFuture.completedFuture(null);
            });
  }

  private static boolean goesOn(ListObjectsV2Response page) {
    return Boolean.TRUE.equals(page.isTruncated()) && page.nextContinuationToken() != null;
  }

  private static int pageSize(Collection<String> wanted) {
    return Math.min(PAGE_SIZE, wanted.size() + MARGIN);
  }

  /**
   * The versions at the same keys that are older.
   *
   * @param versions of different keys, at most 1,000
   */
  CompletableFuture<List<Target>> olderVersions(String bucket, List<StoredObject> versions) {
    var ids = new HashMap<String, List<String>>();
    return listedVersions(bucket, versions, ids)
        .thenCompose(
            unfinished -> {
              var older = ConcurrentHashMap.<Target>newKeySet();
              var single = new ArrayList<CompletableFuture<?>>();
              for (var version : versions) {
                var known = ids.getOrDefault(version.key(), List.of());
                int at = known.indexOf(version.versionId());
                if (at < 0 || unfinished.contains(version.key())) {
                  single.add(
                      listings
                          .olderVersions(bucket, version)
                          .thenAccept(found -> older.addAll(targets(version, found))));
                } else {
                  older.addAll(targets(version, known.subList(at + 1, known.size())));
                }
              }
              return CompletableFuture.allOf(single.toArray(CompletableFuture[]::new))
                  .thenApply(done -> List.copyOf(older));
            });
  }

  private static List<Target> targets(StoredObject version, List<String> ids) {
    return ids.stream().map(id -> new Target(version.key(), id, null)).toList();
  }

  /** Adds the versions by key, newest first. Returns the keys of which there may be more. */
  private CompletableFuture<Set<String>> listedVersions(
      String bucket, List<StoredObject> versions, Map<String, List<String>> ids) {
    var wanted = versions.stream().map(StoredObject::key).collect(toSet());
    if (versions.size() <= FEW) {
      return CompletableFuture.completedFuture(wanted);
    }
    var range = KeyRange.of(wanted);
    return listedVersions(
        ListObjectVersionsRequest.builder()
            .bucket(bucket)
            .prefix(range.prefix())
            .keyMarker(range.startAfter())
            .maxKeys(pageSize(wanted))
            .encodingType(EncodingType.URL)
            .build(),
        versions,
        ids,
        wanted.size());
  }

  private CompletableFuture<Set<String>> listedVersions(
      ListObjectVersionsRequest request,
      List<StoredObject> wanted,
      Map<String, List<String>> ids,
      int pages) {
    return client
        .listObjectVersions(request)
        .thenCompose(
            page -> {
              var keys = wanted.stream().map(StoredObject::key).collect(toSet());
              var hits = 0;
              for (var version : page.versions()) {
                if (keys.contains(version.key())) {
                  hits++;
                  ids.computeIfAbsent(version.key(), key -> new ArrayList<>())
                      .add(version.versionId());
                }
              }
              var next = page.nextKeyMarker();
              if (!Boolean.TRUE.equals(page.isTruncated())) {
                return CompletableFuture.completedFuture(Set.of());
              }
              if (next == null) {
                return CompletableFuture.completedFuture(keys);
              }
              return pages > 1
                      && (keys.contains(next) || !hasAll(ids, wanted))
                      && hits * 2 >= page.versions().size() + page.deleteMarkers().size()
                  ? listedVersions(S3Listings.following(request, page), wanted, ids, pages - 1)
                  : CompletableFuture.completedFuture(Set.of(next));
            });
  }

  private static boolean hasAll(Map<String, List<String>> ids, List<StoredObject> wanted) {
    return wanted.stream()
        .allMatch(v -> ids.getOrDefault(v.key(), List.of()).contains(v.versionId()));
  }
}
