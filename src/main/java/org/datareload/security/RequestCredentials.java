package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The facts of a request that tell who sends it. Each header is null where the request has none.
 *
 * @param method of HTTP, in upper case
 * @param address where it comes from, without the port
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

  /**
   * Picks the facts from a request.
   *
   * @param header answers a header's value by its name, whatever its case, or null
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

  /** What the session's cookie says. */
  public Optional<String> session() {
    if (cookie == null) {
      return Optional.empty();
    }
    var match = SESSION.matcher(cookie);
    return match.find() ? Optional.of(match.group(1)) : Optional.empty();
  }

  /** Whether it asks for nothing to be changed. */
  public boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Whether the page sends it: a browser's own window for passwords would only be in its way. */
  boolean isFromBrowser() {
    return fetchSite != null || requestedBy != null || cookie != null;
  }

  @Override
  public String toString() {
    return method + " from " + address;
  }
}
