package org.datareload.route;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.datareload.access.Authentication;
import org.datareload.access.Hosts;
import org.datareload.http.Rates;

/**
 * What the gate asks of a request before anybody works on it.
 *
 * @param events how often stores may post; they do not count among the callers
 * @param bodyTimeout how long a body may take to come
 */
public record Guards(
    Authentication authentication, Hosts hosts, Rates rates, Rates events, Duration bodyTimeout) {
  public Guards {
    requireNonNull(authentication, "authentication is null");
    requireNonNull(hosts, "hosts is null");
    requireNonNull(rates, "rates is null");
    requireNonNull(events, "events is null");
    requireNonNull(bodyTimeout, "bodyTimeout is null");
  }
}
