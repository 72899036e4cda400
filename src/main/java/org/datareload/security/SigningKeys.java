package org.datareload.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider's signing keys. They are fetched again after ten minutes and when a token
 * names an unknown key, but at most once a minute. While the provider does not answer, the last
 * keys stay usable for at least 50 minutes and at most an hour.
 */
final class SigningKeys extends JWKSetSourceWrapper<SecurityContext> {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MAX_BYTES = 512 * 1024;
  private static final long MINUTE = 60_000;
  private static final long FRESH = 10 * MINUTE;

  // The cache keeps what it gets for ten minutes more: never longer than an hour in all.
  private static final long USABLE = 60 * MINUTE - FRESH;

  private final URI address;
  // Guarded by the lock of the cache, which is the only caller.
  private long nextFetch;

  private SigningKeys(URI address, URL url, ResourceRetriever retriever) {
    super(new URLBasedJWKSetSource<>(url, retriever));
    this.address = address;
  }

  /** The keys at this address; redirects are not followed. */
  static JWKSource<SecurityContext> at(URI address) {
    return at(
        address,
        new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES) {
          @Override
          protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            var connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
          }
        });
  }

  static JWKSource<SecurityContext> at(URI address, ResourceRetriever retriever) {
    try {
      var refresher = Executors.newSingleThreadExecutor(SigningKeys::daemon);
      return JWKSourceBuilder.create(new SigningKeys(address, address.toURL(), retriever))
          // Nimbus' own limit allows two fetches in a row and does not fall back on the last keys.
          .rateLimited(false)
          .outageTolerant(USABLE)
          .cache(FRESH, JWKSourceBuilder.DEFAULT_CACHE_REFRESH_TIMEOUT)
          // In the background: requests with a known key do not wait for the provider.
          .refreshAheadCache(MINUTE, null, refresher, true, null, true)
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a URL: " + address, e);
    }
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long nowMillis, SecurityContext context)
      throws KeySourceException {
    if (nowMillis < nextFetch) {
      throw new JWKSetUnavailableException("Fetched less than a minute ago: " + address);
    }
    nextFetch = nowMillis + MINUTE;
    try {
      return getSource().getJWKSet(evaluator, nowMillis, context);
    } catch (KeySourceException e) {
      LOG.warn("Cannot fetch the signing keys from {}", address, e);
      throw e;
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "signing-keys");
    thread.setDaemon(true);
    return thread;
  }
}
