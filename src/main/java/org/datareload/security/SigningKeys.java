package org.datareload.security;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider's keys, fetched anew after ten minutes and where a token names an unknown
 * one, but never twice within a minute, whoever asks. Where the provider is silent, the keys it had
 * count for an hour.
 */
final class SigningKeys implements JWKSource<SecurityContext> {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration USABLE = Duration.ofHours(1);

  private final ReentrantLock fetching = new ReentrantLock();
  private final URI address;
  private final ResourceRetriever retriever;
  private final InstantSource clock;
  private volatile Held held = new Held(new JWKSet(), Instant.MIN);
  private Instant tried = Instant.MIN;

  private record Held(JWKSet keys, Instant since) {}

  SigningKeys(URI address, ResourceRetriever retriever, InstantSource clock) {
    this.address = requireNonNull(address, "address is null");
    this.retriever = requireNonNull(retriever, "retriever is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    if (!isYounger(held.since(), FRESH)) {
      refresh();
    }
    var found = selector.select(usable());
    if (!found.isEmpty()) {
      return found;
    }
    refresh();
    return selector.select(usable());
  }

  private JWKSet usable() throws KeySourceException {
    var now = held;
    if (!isYounger(now.since(), USABLE)) {
      throw new KeySourceException("The identity provider's keys cannot be read");
    }
    return now.keys();
  }

  /** Who has keys does not wait while another fetches. */
  private void refresh() {
    if (!isYounger(held.since(), USABLE)) {
      fetching.lock();
    } else if (!fetching.tryLock()) {
      return;
    }
    try {
      if (!isYounger(tried, PAUSE)) {
        tried = clock.instant();
        fetch();
      }
    } finally {
      fetching.unlock();
    }
  }

  private void fetch() {
    try {
      var text = retriever.retrieveResource(address.toURL()).getContent();
      held = new Held(JWKSet.parse(text), clock.instant());
    } catch (IOException | ParseException failed) {
      LOG.warn("The keys at {} cannot be read: {}", address, failed.getMessage());
    }
  }

  // Instant.MIN is too early to be counted from.
  private boolean isYounger(Instant since, Duration age) {
    return since.isAfter(clock.instant().minus(age));
  }
}
