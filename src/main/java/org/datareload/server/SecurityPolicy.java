package org.datareload.server;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.datareload.api.Permits;
import org.datareload.security.AllowedHosts;
import org.datareload.security.Authentication;
import org.datareload.security.TrustedProxies;

/**
 * What a request must pass before it reaches a route.
 *
 * @param addresses per network, before authentication
 * @param rates per user, after it
 * @param events per network, for the webhook
 * @param permits per operation
 * @param webhook checks the token of stores
 * @param bodyTimeout the maximum time for a request's body to arrive
 * @param draining refuses all requests once it has started
 */
public record SecurityPolicy(
    Authentication authentication,
    AllowedHosts hosts,
    TrustedProxies proxies,
    AddressRates addresses,
    RateLimiter rates,
    RateLimiter events,
    Permits permits,
    Webhook webhook,
    Duration bodyTimeout,
    Draining draining) {
  public SecurityPolicy {
    requireNonNull(authentication, "authentication is null");
    requireNonNull(hosts, "hosts is null");
    requireNonNull(proxies, "proxies is null");
    requireNonNull(addresses, "addresses is null");
    requireNonNull(rates, "rates is null");
    requireNonNull(events, "events is null");
    requireNonNull(permits, "permits is null");
    requireNonNull(webhook, "webhook is null");
    requireNonNull(bodyTimeout, "bodyTimeout is null");
    requireNonNull(draining, "draining is null");
  }
}
