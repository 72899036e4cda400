package org.datareload.security;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the page's own requests from those that other sites make a browser send. {@code
 * Sec-Fetch-Site} decides where the browser sends it, else {@code Origin}; no script can set
 * either.
 */
final class SameOrigin {
  private final Set<String> own = new HashSet<>();

  /** The origin of where the page is reached; each name of this machine where it is one of them. */
  SameOrigin(URI publicUrl) {
    var port = publicUrl.getPort() < 0 ? "" : ":" + publicUrl.getPort();
    var hosts =
        AllowedHosts.LOOPBACK.contains(publicUrl.getHost())
            ? AllowedHosts.LOOPBACK
            : List.of(publicUrl.getHost());
    hosts.forEach(host -> own.add(publicUrl.getScheme() + "://" + host + port));
  }

  /** Whether it is proved that the page sent it. */
  boolean isOwn(RequestCredentials credentials) {
    return credentials.fetchSite() != null
        ? credentials.fetchSite().equals("same-origin")
        : credentials.origin() != null && own.contains(credentials.origin());
  }

  /** Whether it is proved that another site sent it. */
  boolean isForeign(RequestCredentials credentials) {
    return (credentials.fetchSite() != null || credentials.origin() != null) && !isOwn(credentials);
  }
}
