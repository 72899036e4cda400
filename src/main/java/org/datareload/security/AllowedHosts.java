package org.datareload.security;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The values of the header Host that are accepted. Without authentication, another site could let
 * its own name resolve to this machine, and its page would then count as same-origin (DNS
 * rebinding).
 */
public final class AllowedHosts {
  static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names;

  private AllowedHosts(Set<String> names) {
    this.names = names;
  }

  /** Allows every name; safe if callers have to authenticate. */
  public static AllowedHosts any() {
    return new AllowedHosts(Set.of());
  }

  /** Allows loopback names and the host of the public URL. */
  public static AllowedHosts ofThisMachine(URI publicUrl) {
    var names = new HashSet<>(LOOPBACK);
    names.add(publicUrl.getHost().toLowerCase(Locale.ROOT));
    return new AllowedHosts(names);
  }

  /**
   * Whether the host is allowed.
   *
   * @param host with or without port, null if the request has no header Host
   */
  public boolean allow(String host) {
    return names.isEmpty()
        || host != null
            && names.contains(host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT));
  }
}
