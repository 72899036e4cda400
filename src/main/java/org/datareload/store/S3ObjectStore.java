package org.datareload.store;

import static java.util.Objects.requireNonNull;
import static org.datareload.store.S3Failure.told;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The object store as S3 speaks it. */
public final class S3ObjectStore implements ObjectStore {
  private final S3AsyncClient client;
  private final AdaptiveLimiter window;
  private final StoreSettings settings;
  private final Map<String, StoreCapabilities> capabilities;
  private final S3Listings listings;
  private final S3Objects objects;
  private final S3Puts puts;
  private final S3Copies copies;
  private final S3Deletes deletes;
  private final S3ConditionalDeletes removals;
  private final UploadAborts uploads;
  private final PartStore parts;

  /**
   * @param client stays the caller's to close
   * @param window the one of the process
   * @param capabilities by bucket; a bucket that is not named is trusted with nothing
   */
  public S3ObjectStore(
      S3AsyncClient client,
      AdaptiveLimiter window,
      StoreSettings settings,
      Map<String, StoreCapabilities> capabilities) {
    this.client = requireNonNull(client, "client is null");
    this.window = requireNonNull(window, "window is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.capabilities = Map.copyOf(capabilities);
    this.listings = new S3Listings(client, window);
    this.objects = new S3Objects(client, window);
    this.puts = new S3Puts(client, window, objects);
    this.copies = new S3Copies(client, window, objects, settings);
    this.deletes = new S3Deletes(client, window);
    this.removals = new S3ConditionalDeletes(objects, listings, deletes);
    this.uploads = new UploadAborts(client, window);
    this.parts = new PartStore(client, window);
  }

  @Override
  public void list(String bucket, String prefix, Consumer<List<StoredObject>> page) {
    if (capabilities(bucket).versioned()) {
      listings.currentVersions(bucket, prefix, page);
    } else {
      listings.objects(bucket, prefix, page);
    }
  }

  @Override
  public CompletableFuture<Optional<StoredObject>> head(ObjectRef ref) {
    return told(ref + " could not be looked at", objects.head(ref));
  }

  @Override
  public CompletableFuture<StoredObject> copy(
      String sourceBucket, StoredObject source, ObjectRef target) {
    var from = new ObjectRef(sourceBucket, source.key());
    return told(
        from + " could not be copied to " + target, copies.copy(sourceBucket, source, target));
  }

  @Override
  public CompletableFuture<List<DeleteResult>> deleteIfUnchanged(
      String bucket, List<StoredObject> seen) {
    return told(
        seen.size() + " objects of " + bucket + " could not be removed",
        removals.unchanged(bucket, seen, capabilities(bucket)));
  }

  @Override
  public CompletableFuture<List<DeleteResult>> delete(String bucket, List<String> keys) {
    List<S3Deletes.Target> targets =
        keys.stream().map(key -> new S3Deletes.Target(key, null, null)).toList();
    return told(
        keys.size() + " objects of " + bucket + " could not be removed",
        deletes.together(bucket, targets));
  }

  @Override
  public void abortUploads(String bucket, String prefix, Predicate<String> which) {
    uploads.abort(bucket, prefix, which);
  }

  @Override
  public CompletableFuture<Optional<ObjectWithMetadata>> headWithMetadata(ObjectRef ref) {
    return told(ref + " could not be looked at", objects.headWithMetadata(ref));
  }

  @Override
  public CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition) {
    return told(
        ref + " could not be written",
        puts.put(ref, content, contentType, metadata, condition, capabilities(ref.bucket())));
  }

  @Override
  public ObjectStore under(Runnable check) {
    return new S3ObjectStore(new LeaseCheckedClient(client, check), window, settings, capabilities);
  }

  @Override
  public PartStore parts() {
    return parts;
  }

  private StoreCapabilities capabilities(String bucket) {
    return capabilities.getOrDefault(bucket, StoreCapabilities.NONE);
  }
}
