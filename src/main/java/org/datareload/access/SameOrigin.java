package org.datareload.access;

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
        Hosts.LOOPBACK.contains(publicUrl.getHost())
            ? Hosts.LOOPBACK
            : List.of(publicUrl.getHost());
    hosts.forEach(host -> own.add(publicUrl.getScheme() + "://" + host + port));
  }

  /** Whether it is proved that the page sent it. */
  boolean isOwn(Approach approach) {
    return approach.fetchSite() != null
        ? approach.fetchSite().equals("same-origin")
        : approach.origin() != null && own.contains(approach.origin());
  }

  /** Whether it is proved that another site sent it. */
  boolean isForeign(Approach approach) {
    return (approach.fetchSite() != null || approach.origin() != null) && !isOwn(approach);
  }
}
