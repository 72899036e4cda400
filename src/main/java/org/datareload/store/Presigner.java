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
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Signs URLs that upload one object, or one part, of exactly one size. Signing sends no request.
 * The URLs are secrets until they expire.
 */
public final class Presigner implements AutoCloseable {
  /** Headers that HTTP clients send on their own. */
  private static final List<String> BY_CLIENT = List.of("host", "content-length");

  private final S3Presigner signer;
  private final Duration lifetime;

  private Presigner(S3Presigner signer, Duration lifetime) {
    this.signer = signer;
    this.lifetime = requireNonNull(lifetime, "lifetime is null");
  }

  /**
   * @param endpoint by which uploaders reach the store, null for Amazon S3
   * @param lifetime how long a URL is valid
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
            // A checksum that is signed here would be that of no bytes.
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(settings.pathStyle())
                    .checksumValidationEnabled(false)
                    .build())
            .build(),
        lifetime);
  }

  /**
   * A signed request.
   *
   * @param headers that the request must carry, besides its length
   */
  public record Signed(String url, Map<String, String> headers, Instant expiresAt) {
    public Signed {
      headers = Map.copyOf(headers);
    }

    /** Without the URL, which is a secret. */
    @Override
    public String toString() {
      return "signed until " + expiresAt;
    }
  }

  /**
   * Signs the PUT of an object.
   *
   * @param size bytes
   * @param contentType null for none
   */
  public Signed put(ObjectRef ref, long size, String contentType) {
    return signed(
        signer.presignPutObject(
            p ->
                p.signatureDuration(lifetime)
                    .putObjectRequest(
                        r ->
                            r.bucket(ref.bucket())
                                .key(ref.key())
                                .contentLength(size)
                                .contentType(contentType))));
  }

  /**
   * Signs the PUT of a part of a multipart upload.
   *
   * @param size bytes
   */
  public Signed part(ObjectRef ref, String uploadId, int number, long size) {
    return signed(
        signer.presignUploadPart(
            p ->
                p.signatureDuration(lifetime)
                    .uploadPartRequest(
                        r ->
                            r.bucket(ref.bucket())
                                .key(ref.key())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentLength(size))));
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
