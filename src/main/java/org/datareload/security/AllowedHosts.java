package org.datareload.security;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which requests may come. Where nobody signs in, another site could let its own
 * name point to this machine, and its page would then count as this one's.
 */
public final class AllowedHosts {
  /** Names of this machine. */
  static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> names;

  private AllowedHosts(Set<String> names) {
    this.names = names;
  }

  /** Every name: who asks has to show who he is. */
  public static AllowedHosts any() {
    return new AllowedHosts(Set.of());
  }

  /** Names of this machine, and the one by which people reach the page. */
  public static AllowedHosts ofThisMachine(URI publicUrl) {
    var names = new HashSet<>(LOOPBACK);
    names.add(publicUrl.getHost().toLowerCase(Locale.ROOT));
    return new AllowedHosts(names);
  }

  /**
   * Whether a request may come under the name.
   *
   * @param host what its header Host says, with or without a port; null where it has none
   */
  public boolean allow(String host) {
    return names.isEmpty()
        || host != null
            && names.contains(host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT));
  }
}
