package org.datareload.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;

/** Finds out at start-up what the stores of the buckets really do. */
public final class StoreProbes {
  /** Keys below it are the probes' own, in every bucket, and are nobody's files. */
  public static final String PREFIX = "_reload-probe/";

  private static final Logger log = LoggerFactory.getLogger(StoreProbes.class);

  private final S3AsyncClient client;
  private final AdaptiveLimiter window;

  public StoreProbes(S3AsyncClient client, AdaptiveLimiter window) {
    this.client = client;
    this.window = window;
  }

  /**
   * Tries every condition on objects of its own and removes them. What the store refuses counts as
   * missing. Blocks.
   *
   * @param property the name of the setting that names the bucket, for the message
   * @throws IllegalStateException when the bucket is not there or cannot be reached
   */
  public StoreCapabilities probe(String bucket, String property) {
    requireBucket(bucket, property);
    String prefix = PREFIX + UUID.randomUUID() + "/";
    var probe = new StoreProbe(client, window, bucket, prefix);
    try {
      var found =
          new StoreCapabilities(
              versioned(bucket, probe),
              tried(bucket, "If-None-Match of PUT", probe::putKeepsIfAbsent),
              ifMatch(bucket, probe),
              tried(bucket, "If-Match of DELETE", probe::deleteKeepsCondition),
              tried(bucket, "the ETags of DeleteObjects", probe::batchDeleteKeepsConditions),
              tried(bucket, "x-amz-copy-source-if-match of CopyObject", probe::copyKeepsCondition));
      tell(bucket, found);
      return found;
    } finally {
      cleanUp(bucket, prefix);
    }
  }

  private void requireBucket(String bucket, String property) {
    var request = HeadBucketRequest.builder().bucket(bucket).build();
    try {
      window.submit(() -> client.headBucket(request)).join();
    } catch (CompletionException e) {
      String why =
          switch (S3Failure.status(e)) {
            case 404 -> "does not exist";
            case 403 -> "refuses access with these credentials (403)";
            default -> "cannot be reached: " + S3Failure.reason(e);
          };
      throw new IllegalStateException(property + ": the bucket " + bucket + " " + why, e);
    }
  }

  private boolean versioned(String bucket, StoreProbe probe) {
    return tried(bucket, "versions by PUT", probe::keepsVersions)
        || tried(bucket, "GetBucketVersioning", () -> versioning(bucket));
  }

  private static IfMatchStyle ifMatch(String bucket, StoreProbe probe) {
    return Stream.of(IfMatchStyle.QUOTED, IfMatchStyle.BARE)
        .filter(form -> tried(bucket, "If-Match of PUT", () -> probe.putKeepsIfMatch(form)))
        .findFirst()
        .orElse(IfMatchStyle.NONE);
  }

  private boolean versioning(String bucket) {
    var request = GetBucketVersioningRequest.builder().bucket(bucket).build();
    return "Enabled"
        .equals(window.submit(() -> client.getBucketVersioning(request)).join().statusAsString());
  }

  private interface Trial {
    boolean holds();
  }

  private static boolean tried(String bucket, String what, Trial trial) {
    try {
      return trial.holds();
    } catch (CompletionException e) {
      log.info("Bucket {}: {} could not be tried: {}", bucket, what, S3Failure.reason(e));
      return false;
    }
  }

  private static void tell(String bucket, StoreCapabilities found) {
    log.info(
        "Bucket {}: versions {}; conditions: PUT If-None-Match {}, PUT If-Match {}, DELETE {},"
            + " DeleteObjects {}, CopyObject {}",
        bucket,
        word(found.versioned()),
        word(found.putIfAbsent()),
        word(found.putIfMatch()),
        word(found.conditionalDelete()),
        word(found.conditionalBatchDelete()),
        word(found.conditionalCopy()));
    if (!found.putIfAbsent() || found.putIfMatch() == IfMatchStyle.NONE) {
      log.warn(
          "Bucket {}: the store does not keep to the conditions of a PUT; a manifest is looked at"
              + " immediately before it is written, and only the database keeps two writers apart",
          bucket);
    }
    if (!found.versioned() && !found.conditionalDelete() && !found.conditionalBatchDelete()) {
      log.warn(
          "Bucket {}: the store ignores the condition of a DELETE; each object is looked at"
              + " immediately before, and an upload within that instant could be lost. Turn on"
              + " versions for the bucket",
          bucket);
    }
    if (!found.versioned() && !found.conditionalCopy()) {
      log.warn(
          "Bucket {}: the store ignores the condition on the source of a copy; every copy is"
              + " checked against its source afterwards",
          bucket);
    }
  }

  private static String word(boolean found) {
    return found ? "yes" : "no";
  }

  private static String word(IfMatchStyle form) {
    return switch (form) {
      case QUOTED -> "yes";
      case BARE -> "yes, without quotes";
      case NONE -> "no";
    };
  }

  private void cleanUp(String bucket, String prefix) {
    try {
      var listings = new S3Listings(client, window);
      var left = new ArrayList<S3Deletes.Target>();
      try {
        listings.versions(
            bucket,
            prefix,
            page -> {
              page.versions()
                  .forEach(v -> left.add(new S3Deletes.Target(v.key(), v.versionId(), null)));
              page.deleteMarkers()
                  .forEach(m -> left.add(new S3Deletes.Target(m.key(), m.versionId(), null)));
            });
      } catch (RuntimeException e) {
        if (!S3Failure.isRefusal(e)) {
          throw e;
        }
        // A store without versions cannot list them.
        listings.objects(
            bucket,
            prefix,
            page -> page.forEach(o -> left.add(new S3Deletes.Target(o.key(), null, null))));
      }
      List<DeleteResult> results =
          left.stream().map(t -> new S3Deletes(client, window).single(bucket, t).join()).toList();
      results.stream()
          .filter(DeleteResult.Refused.class::isInstance)
          .findFirst()
          .ifPresent(refused -> log.warn("Bucket {}: {} stays: {}", bucket, prefix, refused));
    } catch (RuntimeException e) {
      log.warn("Bucket {}: {} stays: {}", bucket, prefix, S3Failure.reason(e));
    }
  }
}
