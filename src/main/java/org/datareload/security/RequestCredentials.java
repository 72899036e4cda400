package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The parts of a request that {@link Authentication} uses. A missing header is null.
 *
 * @param method the HTTP method, in upper case
 * @param address the client's IP address, without port
 */
public record RequestCredentials(
    String method,
    String authorization,
    String cookie,
    String origin,
    String fetchSite,
    String requestedBy,
    String address) {
  private static final Pattern SESSION =
      Pattern.compile("(?:^|;)\\s*" + Authentication.COOKIE + "=([A-Za-z0-9_-]+)\\s*(?:;|$)");

  public RequestCredentials {
    requireNonNull(method, "method is null");
    requireNonNull(address, "address is null");
  }

  /** User and password of the scheme Basic. */
  record Login(String userId, String password) {
    @Override
    public String toString() {
      return userId;
    }
  }

  /**
   * Reads the credentials of a request.
   *
   * @param header returns the value of a header by its case-insensitive name, or null
   */
  public static RequestCredentials of(String method, UnaryOperator<String> header, String address) {
    return new RequestCredentials(
        method,
        header.apply("Authorization"),
        header.apply("Cookie"),
        header.apply("Origin"),
        header.apply("Sec-Fetch-Site"),
        header.apply("X-Requested-By"),
        address);
  }

  /** The network of the client: an IPv4 address, or the first 64 bits of an IPv6 address. */
  public String network() {
    return AddressBlock.network(address);
  }

  /** What the request shows as a proof of who sends it: a header or a cookie; null for nothing. */
  public String secret() {
    return authorization == null ? session().orElse(null) : authorization;
  }

  /** The value of the session cookie. */
  public Optional<String> session() {
    if (cookie == null) {
      return Optional.empty();
    }
    var match = SESSION.matcher(cookie);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  /** The bearer token of the header Authorization; empty for another scheme. */
  Optional<String> bearerToken() {
    return authorization("Bearer");
  }

  /** The login of the header Authorization; empty for another scheme or a malformed value. */
  Optional<Login> login() {
    try {
      return authorization("Basic")
          .map(value -> new String(Base64.getDecoder().decode(value), UTF_8).split(":", 2))
          .filter(parts -> parts.length == 2)
          .map(parts -> new Login(parts[0], parts[1]));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private Optional<String> authorization(String scheme) {
    return Optional.ofNullable(authorization)
        .map(header -> header.strip().split(" +", 2))
        .filter(parts -> parts.length == 2 && parts[0].equalsIgnoreCase(scheme))
        .map(parts -> parts[1]);
  }

  /** Whether the method changes nothing. */
  public boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  boolean isFromBrowser() {
    return fetchSite != null || requestedBy != null || cookie != null;
  }

  @Override
  public String toString() {
    return method + " from " + address;
  }
}
