package org.datareload.security;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells requests of this site's own page from those that other sites make a browser send. {@code
 * Sec-Fetch-Site} decides if the browser sends it, otherwise {@code Origin}; scripts can set
 * neither.
 */
final class SameOrigin {
  static final String CROSS_SITE = "Cross-site requests are not allowed";

  private final Set<String> origins = new HashSet<>();

  /**
   * @param publicUrl the page's address; a loopback name stands for all loopback names
   */
  SameOrigin(URI publicUrl) {
    var port = publicUrl.getPort() < 0 ? "" : ":" + publicUrl.getPort();
    var hosts =
        AllowedHosts.LOOPBACK.contains(publicUrl.getHost())
            ? AllowedHosts.LOOPBACK
            : List.of(publicUrl.getHost());
    hosts.forEach(host -> origins.add(publicUrl.getScheme() + "://" + host + port));
  }

  /** Whether the request provably comes from the page; false if it has neither header. */
  boolean isSameOrigin(RequestCredentials credentials) {
    return credentials.fetchSite() != null
        ? credentials.fetchSite().equals("same-origin")
        : credentials.origin() != null && origins.contains(credentials.origin());
  }

  /** Whether the request provably comes from another site; false if it has neither header. */
  boolean isCrossSite(RequestCredentials credentials) {
    return (credentials.fetchSite() != null || credentials.origin() != null)
        && !isSameOrigin(credentials);
  }
}
