package org.datareload.store;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Signs addresses by which others may put one object, or one part, of exactly one size. Nobody is
 * asked for it; the addresses are secrets for as long as they are good.
 */
public final class Presigner implements AutoCloseable {
  /** Clients send these on their own. */
  private static final List<String> BY_CLIENT = List.of("host", "content-length");

  private final S3Presigner signer;
  private final Duration lifetime;

  private Presigner(S3Presigner signer, Duration lifetime) {
    this.signer = signer;
    this.lifetime = requireNonNull(lifetime, "lifetime is null");
  }

  /**
   * @param endpoint how those who upload reach the store, null for Amazon S3
   * @param lifetime how long the addresses are good
   */
  public static Presigner open(StoreSettings settings, URI endpoint, Duration lifetime) {
    return open(settings, endpoint, lifetime, DefaultCredentialsProvider.builder().build());
  }

  static Presigner open(
      StoreSettings settings, URI endpoint, Duration lifetime, AwsCredentialsProvider credentials) {
    return new Presigner(
        S3Presigner.builder()
            .endpointOverride(endpoint)
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            // A checksum that is signed here would be the one of no bytes at all.
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(settings.pathStyle())
                    .checksumValidationEnabled(false)
                    .build())
            .build(),
        lifetime);
  }

  /**
   * What somebody may send once.
   *
   * @param headers that the request must carry, beside its length
   */
  public record Signed(String url, Map<String, String> headers, Instant expiresAt) {
    public Signed {
      headers = Map.copyOf(headers);
    }

    /** The address is a secret. */
    @Override
    public String toString() {
      return "signed until " + expiresAt;
    }
  }

  /**
   * An address for a whole object.
   *
   * @param contentType null for none
   */
  public Signed put(ObjectRef ref, long size, String contentType) {
    var request =
        PutObjectRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .contentLength(size)
            .contentType(contentType)
            .build();
    return signed(
        signer.presignPutObject(p -> p.signatureDuration(lifetime).putObjectRequest(request)));
  }

  /** An address for one part of a multipart upload. */
  public Signed part(ObjectRef ref, String uploadId, int number, long size) {
    var request =
        UploadPartRequest.builder()
            .bucket(ref.bucket())
            .key(ref.key())
            .uploadId(uploadId)
            .partNumber(number)
            .contentLength(size)
            .build();
    return signed(
        signer.presignUploadPart(p -> p.signatureDuration(lifetime).uploadPartRequest(request)));
  }

  private static Signed signed(PresignedRequest request) {
    var headers =
        request.signedHeaders().entrySet().stream()
            .filter(header -> !BY_CLIENT.contains(header.getKey().toLowerCase(Locale.ROOT)))
            .collect(toMap(Map.Entry::getKey, header -> String.join(",", header.getValue())));
    return new Signed(request.url().toString(), headers, request.expiration());
  }

  @Override
  public void close() {
    signer.close();
  }
}
