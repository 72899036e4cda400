package org.datareload.server;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.datareload.security.AllowedHosts;
import org.datareload.security.Authentication;

/**
 * What the gate asks of a request before anybody works on it.
 *
 * @param events how often stores may post; they do not count among the callers
 * @param bodyTimeout how long a body may take to come
 */
public record SecurityPolicy(
    Authentication authentication,
    AllowedHosts hosts,
    RateLimiter rates,
    RateLimiter events,
    Duration bodyTimeout) {
  public SecurityPolicy {
    requireNonNull(authentication, "authentication is null");
    requireNonNull(hosts, "hosts is null");
    requireNonNull(rates, "rates is null");
    requireNonNull(events, "events is null");
    requireNonNull(bodyTimeout, "bodyTimeout is null");
  }
}
