package org.datareload.store;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.datareload.store.DeleteResult.Refused;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Deleted objects of buckets with versions: brings them back, or deletes them for good. */
final class S3Versions {
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
    try {
      return client.getBucketVersioning(v -> v.bucket(bucket)).join().status()
          == BucketVersioningStatus.ENABLED;
    } catch (CompletionException e) {
      if (S3Failure.isRefusal(e)) {
        return false;
      }
      throw S3Failure.toException("the versions of bucket " + bucket + " cannot be asked for", e);
    }
  }

  void undelete(String bucket, String prefix) {
    long removed;
    do {
      // Again: where a page begins depends on the end of the one before, which is removed.
      removed = removeAll(bucket, listings.markers(bucket, prefix), () -> {});
    } while (removed > 0);
  }

  void delete(String bucket, String prefix, Runnable check) {
    long removed;
    do {
      removed = removeAll(bucket, listings.versionsAndMarkers(bucket, prefix), check);
    } while (removed > 0);
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
