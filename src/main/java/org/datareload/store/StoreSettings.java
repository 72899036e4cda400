package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;

/**
 * How the S3 store is reached.
 *
 * @param endpoint null for Amazon S3
 * @param pathStyle the bucket stands in the path instead of the host name
 * @param maxInFlight the most requests at a time, of the whole process
 * @param multipartThreshold bytes; a larger object is copied in parts
 * @param partSize bytes of one part, 5 MiB or more
 */
public record StoreSettings(
    URI endpoint,
    String region,
    boolean pathStyle,
    int maxInFlight,
    long multipartThreshold,
    long partSize) {
  private static final long MIB = 1024 * 1024;
  // The store's own limits: one CopyObject and one part move 5 GiB at most.
  private static final long LARGEST_COPY = 5 * 1024 * MIB;

  public StoreSettings {
    requireNonNull(region, "region is null");
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight is below 1: " + maxInFlight);
    }
    if (multipartThreshold < 1 || multipartThreshold > LARGEST_COPY) {
      throw new IllegalArgumentException(
          "multipartThreshold is not within 1 byte and 5 GiB: " + multipartThreshold);
    }
    if (partSize < 5 * MIB || partSize > LARGEST_COPY) {
      throw new IllegalArgumentException("partSize is not within 5 MiB and 5 GiB: " + partSize);
    }
  }

  /** 64 requests at a time, parts of 128 MiB for objects above 256 MiB. */
  public static StoreSettings of(URI endpoint, String region, boolean pathStyle) {
    return new StoreSettings(endpoint, region, pathStyle, 64, 256 * MIB, 128 * MIB);
  }

  /** Origins at which browsers reach a bucket: scheme, host and port. */
  public List<String> origins(String bucket) {
    if (endpoint != null) {
      var host = pathStyle ? endpoint.getAuthority() : bucket + "." + endpoint.getAuthority();
      return List.of(endpoint.getScheme() + "://" + host);
    }
    var domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    var regional = "s3." + region + "." + domain;
    // Names with a dot stand in the path, and the oldest region has a host without its name.
    return List.of(
        "https://" + bucket + "." + regional,
        "https://" + regional,
        "https://" + bucket + ".s3." + domain);
  }
}
