package org.datareload.store;

import static java.util.Objects.requireNonNull;
import static org.datareload.store.S3Failure.withMessage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The object store over an S3 client. */
public final class S3ObjectStore implements ObjectStore {
  private final S3AsyncClient unlimited;
  private final AdaptiveLimiter limiter;
  private final StoreSettings settings;
  private final Map<String, StoreCapabilities> capabilities;
  private final Runnable check;
  private final S3AsyncClient client;
  private final S3Listings listings;
  private final S3Objects objects;
  private final S3Deletes deletes;
  private final S3Versions versions;

  /**
   * @param client stays the caller's to close
   * @param limiter the one of the process
   * @param capabilities by bucket; a bucket without an entry is assumed to have none
   */
  public S3ObjectStore(
      S3AsyncClient client,
      AdaptiveLimiter limiter,
      StoreSettings settings,
      Map<String, StoreCapabilities> capabilities) {
    this(client, limiter, settings, capabilities, () -> {});
  }

  private S3ObjectStore(
      S3AsyncClient client,
      AdaptiveLimiter limiter,
      StoreSettings settings,
      Map<String, StoreCapabilities> capabilities,
      Runnable check) {
    this.unlimited = requireNonNull(client, "client is null");
    this.limiter = requireNonNull(limiter, "limiter is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.capabilities = Map.copyOf(capabilities);
    this.check = check;
    this.client = new LimitedS3AsyncClient(client, limiter, check);
    this.listings = new S3Listings(this.client, this::traits);
    this.objects = new S3Objects(this.client, this::traits);
    this.deletes = new S3Deletes(this.client, limiter);
    this.versions = new S3Versions(this.client, listings, deletes);
  }

  @Override
  public Iterator<List<StoredObject>> pages(String bucket, String prefix) {
    return capabilities(bucket).versioned()
        ? listings.currentVersions(bucket, prefix)
        : listings.objects(bucket, prefix);
  }

  /** With the ETag of a HEAD where listings have none. */
  @Override
  public Optional<StoredObject> find(ObjectRef ref) {
    for (var attempts = Backoff.ATTEMPTS; ; attempts--) {
      var found = ObjectStore.super.find(ref);
      if (found.isPresent() && !found.get().etag().isEmpty()) {
        return found;
      }
      var head = headNow(ref);
      if (found.isPresent() || head.isEmpty()) {
        return head.flatMap(now -> found.map(listed -> listed.withEtag(now.etag())));
      }
      if (attempts == 1) {
        throw new StoreFailedException(
            "the store has " + ref + ", but its listing does not show it yet", null);
      }
      Backoff.pause(Backoff.ATTEMPTS - attempts).join();
    }
  }

  private Optional<StoredObject> headNow(ObjectRef ref) {
    try {
      return head(ref).join();
    } catch (CompletionException e) {
      throw S3Failure.toException(ref + " could not be read", e);
    }
  }

  @Override
  public CompletableFuture<Optional<StoredObject>> head(ObjectRef ref) {
    return withMessage(ref + " could not be read", objects.head(ref));
  }

  @Override
  public CompletableFuture<Optional<ObjectWithMetadata>> headWithMetadata(ObjectRef ref) {
    return withMessage(
        ref + " could not be read",
        objects
            .response(ref, null)
            .thenApply(
                found ->
                    found.map(
                        head ->
                            new ObjectWithMetadata(objects.object(ref, head), head.metadata()))));
  }

  @Override
  public boolean isLarge(StoredObject object) {
    return settings.isLarge(object);
  }

  @Override
  public CompletableFuture<StoredObject> copy(
      String sourceBucket, StoredObject source, ObjectRef target) {
    var condition = traits(sourceBucket).conditionEtags() ? source : source.withEtag("");
    var copied =
        isLarge(source)
            ? new S3PartCopy(client, objects, settings.partSize(), sourceBucket, source, target)
                .start()
            : client
                .copyObject(CopyRequests.of(sourceBucket, condition, target, () -> {}))
                .thenCompose(
                    response ->
                        new CopyResults(objects)
                            .checkAsync(sourceBucket, source, target, response));
    return copied.exceptionallyCompose(
        failure ->
            CompletableFuture.failedFuture(
                CopyResults.failure(sourceBucket, source, target, failure)));
  }

  @Override
  public CompletableFuture<List<DeleteResult>> deleteIfUnchanged(
      String bucket, List<StoredObject> seen) {
    return withMessage(
        seen.size() + " objects of " + bucket + " could not be deleted",
        new S3ConditionalDeletes(new StandingObjects(client, listings, objects), deletes)
            .deleteIfUnchanged(bucket, seen, capabilities(bucket)));
  }

  @Override
  public CompletableFuture<List<DeleteResult>> delete(String bucket, List<String> keys) {
    var targets = keys.stream().map(key -> new S3Deletes.Target(key, null, null)).toList();
    return withMessage(
        keys.size() + " objects of " + bucket + " could not be deleted",
        deletes.delete(bucket, targets));
  }

  @Override
  public boolean keepsDeleted(String bucket) {
    return capabilities(bucket).versioned() && versions.areKept(bucket);
  }

  @Override
  public boolean hasVersions(String bucket) {
    return versions.areThere(bucket, capabilities(bucket).versioned());
  }

  @Override
  public void undelete(String bucket, String prefix, Runnable before) {
    versions.undelete(bucket, prefix, before);
  }

  @Override
  public void deleteVersions(String bucket, String prefix, Runnable before) {
    versions.delete(bucket, prefix, before);
  }

  @Override
  public CompletableFuture<String> put(
      ObjectRef ref,
      Path content,
      String contentType,
      Map<String, String> metadata,
      PutCondition condition) {
    return withMessage(
        ref + " could not be written",
        new S3Put(client, objects, ref, content, metadata, condition, capabilities(ref.bucket()))
            .send(contentType));
  }

  @Override
  public CompletableFuture<Optional<byte[]>> read(ObjectRef ref, int maxBytes) {
    return withMessage(ref + " could not be read", objects.read(ref, maxBytes));
  }

  @Override
  public Instant now(String bucket) {
    try {
      return objects.now(bucket).join();
    } catch (CompletionException e) {
      throw S3Failure.toException("the bucket " + bucket + " does not answer", e);
    }
  }

  @Override
  public PartStore parts() {
    return new PartStore(client);
  }

  @Override
  public List<OpenUpload> openUploads(String bucket, String prefix) {
    return new OpenUploads(client).list(bucket, prefix);
  }

  @Override
  public void abortUploads(String bucket, String prefix, Predicate<String> which) {
    new OpenUploads(client).abort(bucket, prefix, which);
  }

  @Override
  public ObjectStore checkedBy(Runnable added) {
    return new S3ObjectStore(
        unlimited,
        limiter,
        settings,
        capabilities,
        () -> {
          added.run();
          check.run();
        });
  }

  private StoreTraits traits(String bucket) {
    return capabilities(bucket).traits();
  }

  private StoreCapabilities capabilities(String bucket) {
    return capabilities.getOrDefault(bucket, StoreCapabilities.NONE);
  }
}
