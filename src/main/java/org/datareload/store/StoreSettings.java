package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;

/**
 * How to reach the S3 store.
 *
 * @param endpoint null for Amazon S3
 * @param pathStyle whether the bucket is in the path instead of the host name
 * @param maxInFlight maximum of concurrent requests of the process
 * @param multipartThreshold bytes; a larger object is copied in parts
 * @param partSize bytes of a part, 5 MiB to 5 GiB
 * @param writes what one of the buckets demands of writes
 */
public record StoreSettings(
    URI endpoint,
    String region,
    boolean pathStyle,
    int maxInFlight,
    long multipartThreshold,
    long partSize,
    WriteSettings writes) {
  private static final long MIB = 1024 * 1024;
  // Stores copy at most 5 GiB by one CopyObject or part.
  private static final long LARGEST_COPY = 5 * 1024 * MIB;

  public StoreSettings {
    requireNonNull(region, "region is null");
    requireNonNull(writes, "writes is null");
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight is below 1: " + maxInFlight);
    }
    if (multipartThreshold < 1 || multipartThreshold > LARGEST_COPY) {
      throw new IllegalArgumentException(
          "multipartThreshold is not between 1 byte and 5 GiB: " + multipartThreshold);
    }
    if (partSize < 5 * MIB || partSize > LARGEST_COPY) {
      throw new IllegalArgumentException("partSize is not between 5 MiB and 5 GiB: " + partSize);
    }
  }

  /** Where no bucket demands anything of writes. */
  public StoreSettings(
      URI endpoint,
      String region,
      boolean pathStyle,
      int maxInFlight,
      long multipartThreshold,
      long partSize) {
    this(
        endpoint, region, pathStyle, maxInFlight, multipartThreshold, partSize, WriteSettings.NONE);
  }

  /** 64 concurrent requests, parts of 128 MiB for objects above 256 MiB. */
  public static StoreSettings of(URI endpoint, String region, boolean pathStyle) {
    return new StoreSettings(endpoint, region, pathStyle, 64, 256 * MIB, 128 * MIB);
  }

  /** Whether the object is copied in parts. */
  public boolean isLarge(StoredObject object) {
    return object.size() > multipartThreshold;
  }

  /** Origins at which browsers reach a bucket: scheme, host and port. */
  public List<String> origins(String bucket) {
    if (endpoint != null) {
      var host = pathStyle ? endpoint.getAuthority() : bucket + "." + endpoint.getAuthority();
      return List.of(endpoint.getScheme() + "://" + host);
    }
    var domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    var regional = "s3." + region + "." + domain;
    // Bucket names with a dot go into the path, and us-east-1 has a host without a region.
    return List.of(
        "https://" + bucket + "." + regional,
        "https://" + regional,
        "https://" + bucket + ".s3." + domain);
  }
}
