package org.datareload.proof.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.datareload.store.DeleteResult;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PartStore;
import org.datareload.store.PutCondition;
import org.datareload.store.StoredObject;

/**
 * A store whose folders all have the same number of computed objects, so that a test measures this
 * program's own memory and time for any number of objects. Every request succeeds at once.
 */
final class ComputedStore implements ObjectStore {
  private static final Instant MODIFIED = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PAGE = 1_000;

  private final int objects;
  private long manifestBytes;

  ComputedStore(int objects) {
    this.objects = objects;
  }

  long manifestBytes() {
    return manifestBytes;
  }

  @Override
  public Iterator<List<StoredObject>> pages(String bucket, String prefix) {
    var count = prefix.endsWith("/") ? objects : 0;
    return IntStream.rangeClosed(0, Math.max(0, count - 1) / PAGE)
        .mapToObj(page -> page(prefix, page * PAGE, Math.min(count, (page + 1) * PAGE)))
        .iterator();
  }

  private static List<StoredObject> page(String folder, int from, int to) {
    return IntStream.range(from, to).mapToObj(at -> object(folder, at)).toList();
  }

  private static StoredObject object(String folder, int at) {
    var key = "%spart-%07d.snappy.parquet".formatted(folder, at);
    return new StoredObject(key, 1_000 + at % 7, "%032x".formatted(at), null, MODIFIED);
  }

  @Override
  public CompletableFuture<Optional<StoredObject>> head(ObjectRef ref) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public boolean isLarge(StoredObject object) {
    return false;
  }

  @Override
  public CompletableFuture<StoredObject> copy(
      String sourceBucket, StoredObject source, ObjectRef target) {
    return CompletableFuture.completedFuture(
        new StoredObject(target.key(), source.size(), source.etag(), null, MODIFIED));
  }

  @Override
  public CompletableFuture<List<DeleteResult>> deleteIfUnchanged(
      String bucket, List<StoredObject> seen) {
    return deleted(seen.size());
  }

  @Override
  public CompletableFuture<List<DeleteResult>> delete(String bucket, List<String> keys) {
    return deleted(keys.size());
  }

  private static CompletableFuture<List<DeleteResult>> deleted(int count) {
    return CompletableFuture.completedFuture(
        IntStream.range(0, count)
            .<DeleteResult>mapToObj(at -> new DeleteResult.Deleted())
            .toList());
  }

  @Override
  public ObjectStore checkedBy(Runnable check) {
    return this;
  }

  @Override
  public CompletableFuture<Optional<byte[]>> read(ObjectRef ref, int maxBytes) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public Instant now(String bucket) {
    return Instant.now();
  }

  @Override
  public List<OpenUpload> openUploads(String bucket, String prefix) {
    return List.of();
  }

  @Override
  public PartStore parts() {
    throw new IllegalStateException("a computed store takes no uploads");
  }

  @Override
  public void abortUploads(String bucket, String prefix, Predicate<String> which) {}

  @Override
  public CompletableFuture<Optional<ObjectWithMetadata>> headWithMetadata(ObjectRef ref) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public boolean keepsDeleted(String bucket) {
    return false;
  }

  @Override
  public boolean hasVersions(String bucket) {
    return false;
  }

  @Override
  public void undelete(String bucket, String prefix, Runnable check) {
    throw new IllegalStateException("a computed store keeps no versions");
  }

  @Override
  public void deleteVersions(String bucket, String prefix, Runnable check) {
    throw new IllegalStateException("a computed store keeps no versions");
  }

  @Override
  public CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition) {
    try {
      manifestBytes += Files.size(content);
      return CompletableFuture.completedFuture("etag");
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
