package org.datareload.store;

import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Finds out at start-up what the stores of the buckets support. */
public final class StoreProbes {
  /** Prefix of the probes' own objects, in every bucket; never data files. */
  public static final String PREFIX = "_reload-probe/";

  private static final Logger log = LoggerFactory.getLogger(StoreProbes.class);

  private final S3AsyncClient client;
  private final AdaptiveLimiter limiter;

  public StoreProbes(S3AsyncClient client, AdaptiveLimiter limiter) {
    this.client = new LimitedS3AsyncClient(client, limiter);
    this.limiter = limiter;
  }

  /**
   * Tries every condition on objects of its own, and deletes them. What the store refuses counts as
   * not supported. Blocks.
   *
   * @param property the setting that names the bucket, for the message
   * @throws IllegalStateException where the bucket does not exist or cannot be reached
   */
  public StoreCapabilities probe(String bucket, String property) {
    requireBucket(bucket, property);
    String prefix = PREFIX + UUID.randomUUID() + "/";
    var probe = new StoreProbe(client, bucket, prefix);
    try {
      boolean versioned =
          holds(bucket, "versions by PUT", probe::keepsVersions)
              || holds(bucket, "GetBucketVersioning", () -> hasVersioning(bucket));
      var found =
          new StoreCapabilities(
              versioned,
              holds(bucket, "If-None-Match of PUT", probe::supportsPutIfAbsent),
              ifMatchStyle(bucket, probe),
              holds(bucket, "If-Match of DELETE", probe::supportsConditionalDelete),
              holds(bucket, "ETags of DeleteObjects", probe::supportsConditionalBatchDelete),
              holds(
                  bucket,
                  "x-amz-copy-source-if-match of CopyObject",
                  probe::supportsConditionalCopy),
              traits(bucket, probe, versioned));
      log(bucket, found);
      log(bucket, found.traits(), holds(bucket, "ListMultipartUploads", probe::listsUploads));
      if (!holds(bucket, "the date of HeadBucket", probe::tellsTheTime)) {
        log.warn(
            "Bucket {}: the store does not tell the time, since its responses have no Date header;"
                + " the clock of this machine decides whether a folder is quiet. Keep both clocks"
                + " in step, or folders are loaded too early or too late",
            bucket);
      }
      return found;
    } finally {
      cleanUp(bucket, prefix);
    }
  }

  private void requireBucket(String bucket, String property) {
    try {
      client.headBucket(h -> h.bucket(bucket)).join();
    } catch (CompletionException e) {
      String why =
          switch (S3Failure.status(e)) {
            case 404 -> "does not exist";
            case 403 -> "denies access to these credentials (403)";
            default -> "cannot be reached: " + S3Failure.reason(e);
          };
      throw new IllegalStateException(property + ": the bucket " + bucket + " " + why, e);
    }
  }

  private boolean hasVersioning(String bucket) {
    return client.getBucketVersioning(v -> v.bucket(bucket)).join().status()
        == BucketVersioningStatus.ENABLED;
  }

  private StoreTraits traits(String bucket, StoreProbe probe, boolean versioned) {
    try {
      return probe.traits(listings(), versioned);
    } catch (CompletionException | StoreFailedException e) {
      log.info(
          "Bucket {}: probing ETags failed, they count as usual: {}", bucket, S3Failure.reason(e));
      return StoreTraits.USUAL;
    }
  }

  private S3Listings listings() {
    return new S3Listings(client, any -> StoreTraits.USUAL);
  }

  private static IfMatchStyle ifMatchStyle(String bucket, StoreProbe probe) {
    return Stream.of(IfMatchStyle.QUOTED, IfMatchStyle.BARE)
        .filter(style -> holds(bucket, "If-Match of PUT", () -> probe.supportsPutIfMatch(style)))
        .findFirst()
        .orElse(IfMatchStyle.NONE);
  }

  private static boolean holds(String bucket, String what, BooleanSupplier probe) {
    try {
      return probe.getAsBoolean();
    } catch (CompletionException e) {
      log.info("Bucket {}: probing {} failed: {}", bucket, what, S3Failure.reason(e));
      return false;
    }
  }

  private static void log(String bucket, StoreCapabilities found) {
    log.info(
        "Bucket {}: versions {}; conditions: PUT If-None-Match {}, PUT If-Match {}, DELETE {},"
            + " DeleteObjects {}, CopyObject {}",
        bucket,
        yesOrNo(found.versioned()),
        yesOrNo(found.putIfAbsent()),
        switch (found.putIfMatch()) {
          case QUOTED -> "yes";
          case BARE -> "yes, without quotes";
          case NONE -> "no";
        },
        yesOrNo(found.conditionalDelete()),
        yesOrNo(found.conditionalBatchDelete()),
        yesOrNo(found.conditionalCopy()));
    if (!found.putIfAbsent() || found.putIfMatch() == IfMatchStyle.NONE) {
      log.warn(
          "Bucket {}: the store ignores conditions of PUT; a manifest is checked immediately before"
              + " it is written, and only the database keeps two writers apart",
          bucket);
    }
    if (!found.versioned() && !found.conditionalDelete() && !found.conditionalBatchDelete()) {
      log.warn(
          "Bucket {}: the store ignores conditions of DELETE; each object is checked immediately"
              + " before, and an upload within that moment could be lost. Enable versioning of the"
              + " bucket",
          bucket);
    }
    if (!found.versioned() && !found.conditionalCopy()) {
      log.warn(
          "Bucket {}: the store ignores conditions on the source of a copy; the source of each copy"
              + " is checked afterwards",
          bucket);
    }
  }

  /** No obstacle, where it is not as usual: for those who read logs. */
  private static void log(String bucket, StoreTraits traits, boolean listsUploads) {
    log.info(
        "Bucket {}: ETags are MD5 {}, same in copies' responses {}, same in listings {}; lists at once {};"
            + " times agree"
            + " {}; conditions accept them {}; lists uploads {}",
        bucket,
        yesOrNo(traits.md5Etags()),
        yesOrNo(traits.copiedEtags()),
        yesOrNo(traits.listedEtags()),
        yesOrNo(traits.listsAtOnce()),
        yesOrNo(traits.sameTimes()),
        yesOrNo(traits.conditionEtags()),
        yesOrNo(listsUploads));
  }

  private static String yesOrNo(boolean supported) {
    return supported ? "yes" : "no";
  }

  private void cleanUp(String bucket, String prefix) {
    try {
      var listings = listings();
      var deletes = new S3Deletes(client, limiter);
      var left = new ArrayList<S3Deletes.Target>();
      try {
        listings.versionsAndMarkers(bucket, prefix).forEachRemaining(left::addAll);
      } catch (RuntimeException e) {
        if (!S3Failure.isRefusal(e)) {
          throw e;
        }
        // A store without versions cannot list them.
        listings
            .objects(bucket, prefix)
            .forEachRemaining(
                page -> page.forEach(o -> left.add(new S3Deletes.Target(o.key(), null, null))));
      }
      left.stream().map(target -> deletes.deleteOne(bucket, target).join()).toList().stream()
          .filter(DeleteResult.Refused.class::isInstance)
          .findFirst()
          .ifPresent(
              refused -> log.warn("Bucket {}: {} is not deleted: {}", bucket, prefix, refused));
    } catch (RuntimeException e) {
      log.warn("Bucket {}: {} is not deleted: {}", bucket, prefix, S3Failure.reason(e));
    }
  }
}
