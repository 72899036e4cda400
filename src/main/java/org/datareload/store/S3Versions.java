package org.datareload.store;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.datareload.store.DeleteResult.Refused;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Deleted objects of buckets with versions: brings them back, or deletes them for good. */
final class S3Versions {
  /** Enough for short pages, and an end for a store that goes on listing what it deleted. */
  private static final int MAX_ROUNDS = 20;

  private static final BucketVersioningStatus NEVER_ENABLED =
      BucketVersioningStatus.UNKNOWN_TO_SDK_VERSION;

  private final S3AsyncClient client;
  private final S3Listings listings;
  private final S3Deletes deletes;

  S3Versions(S3AsyncClient client, S3Listings listings, S3Deletes deletes) {
    this.client = client;
    this.listings = listings;
    this.deletes = deletes;
  }

  /** False also where the store does not tell. */
  boolean areKept(String bucket) {
    return status(bucket).filter(BucketVersioningStatus.ENABLED::equals).isPresent();
  }

  /**
   * @param unless the answer where the store does not tell
   */
  boolean areThere(String bucket, boolean unless) {
    return status(bucket).map(status -> status != NEVER_ENABLED).orElse(unless);
  }

  private Optional<BucketVersioningStatus> status(String bucket) {
    try {
      var status = client.getBucketVersioning(v -> v.bucket(bucket)).join().status();
      return Optional.of(status == null ? NEVER_ENABLED : status);
    } catch (CompletionException e) {
      if (S3Failure.isRefusal(e)) {
        return Optional.empty();
      }
      throw S3Failure.toException("the versions of bucket " + bucket + " cannot be asked for", e);
    }
  }

  void undelete(String bucket, String prefix, Runnable check) {
    removeAll(() -> listings.markers(bucket, prefix), bucket, check);
  }

  void delete(String bucket, String prefix, Runnable check) {
    removeAll(() -> listings.versionsAndMarkers(bucket, prefix), bucket, check);
  }

  /**
   * Again and again: where a page begins depends on the end of the one before, which is removed.
   */
  private void removeAll(
      Supplier<Iterator<List<S3Deletes.Target>>> listing, String bucket, Runnable check) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (removeAll(bucket, listing.get(), check) == 0) {
        return;
      }
    }
    throw new StoreFailedException(
        "the store still lists versions of bucket "
            + bucket
            + " after it reported their deletion "
            + MAX_ROUNDS
            + " times",
        null);
  }

  /** Returns how many entries there were. */
  private long removeAll(String bucket, Iterator<List<S3Deletes.Target>> pages, Runnable check) {
    var removed = 0L;
    while (pages.hasNext()) {
      var page = pages.next();
      check.run();
      remove(bucket, page);
      removed += page.size();
    }
    return removed;
  }

  private void remove(String bucket, List<S3Deletes.Target> page) {
    var results = join(bucket, page);
    for (int i = 0; i < page.size(); i++) {
      if (results.get(i) instanceof Refused refused) {
        throw new StoreFailedException(
            "the store does not delete version %s of %s: %s"
                .formatted(
                    page.get(i).versionId(),
                    new ObjectRef(bucket, page.get(i).key()),
                    refused.reason()),
            null);
      }
    }
  }

  private List<DeleteResult> join(String bucket, List<S3Deletes.Target> page) {
    try {
      return deletes.delete(bucket, page).join();
    } catch (CompletionException e) {
      throw S3Failure.toException("versions in bucket " + bucket + " could not be deleted", e);
    }
  }
}
