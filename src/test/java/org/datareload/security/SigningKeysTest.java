package org.datareload.security;

import static com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator.noRefresh;
import static com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator.referenceComparison;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private volatile int fetches;
  private volatile String published = "a";
  private volatile boolean isDown;
  private volatile CountDownLatch answer = new CountDownLatch(0);
  private final JWKSetSource<SecurityContext> keys =
      ((JWKSetBasedJWKSource<SecurityContext>)
              SigningKeys.at(URI.create("https://id.example.org/keys"), this::fetch))
          .getJWKSetSource();

  @Test
  void areFetchedOnceInTenMinutes() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(find("a")).hasSize(1);
    }
    assertThat(fetches).isEqualTo(1);

    pass(Duration.ofMinutes(10));
    assertThat(find("a")).hasSize(1);
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void areFetchedAtMostOnceAMinuteForUnknownKeys() throws Exception {
    for (int minute = 1; minute <= 5; minute++) {
      for (int i = 0; i < 1000; i++) {
        assertThat(find("unknown" + i)).isEmpty();
      }
      assertThat(fetches).isEqualTo(minute);
      pass(Duration.ofMinutes(1));
    }
  }

  @Test
  void includeAKeyThatIsPublishedLater() throws Exception {
    find("a");
    published = "b";
    pass(Duration.ofMinutes(1));

    assertThat(find("b")).hasSize(1);
    assertThat(find("a")).isEmpty();
  }

  @Test
  void stayUsableForAnHourWhileTheProviderIsDown() throws Exception {
    find("a");
    isDown = true;
    pass(Duration.ofMinutes(49));
    assertThat(find("a")).hasSize(1);
    assertThat(find("unknown")).isEmpty();
    pass(Duration.ofMinutes(8));
    assertThat(find("a")).hasSize(1);

    pass(Duration.ofMinutes(3));
    assertThatThrownBy(() -> find("a")).isInstanceOf(KeySourceException.class);
    var before = fetches;
    assertThatThrownBy(() -> find("a")).isInstanceOf(KeySourceException.class);
    assertThat(fetches).isEqualTo(before);

    isDown = false;
    pass(Duration.ofMinutes(1));
    assertThat(find("a")).hasSize(1);
  }

  @Test
  void areUnavailableUntilTheFirstFetchSucceeds() throws Exception {
    isDown = true;
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> find("a")).isInstanceOf(KeySourceException.class);
    }
    assertThat(fetches).isEqualTo(1);

    isDown = false;
    pass(Duration.ofMinutes(1));
    assertThat(find("a")).hasSize(1);
  }

  @Test
  void areRefreshedInTheBackgroundBeforeTheyExpire() throws Exception {
    find("a");
    answer = new CountDownLatch(1);
    pass(Duration.ofSeconds(9 * 60 + 30));
    assertThat(find("a")).as("while the provider has not answered yet").hasSize(1);

    published = "b";
    answer.countDown();
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(find("b")).hasSize(1));
    assertThat(fetches).isEqualTo(2);
  }

  /** As the built source does it, but at the time of the test. */
  private List<?> find(String id) throws KeySourceException {
    var selector = new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
    var cached = keys.getJWKSet(noRefresh(), now.toEpochMilli(), null);
    var found = selector.select(cached);
    return found.isEmpty()
        ? selector.select(keys.getJWKSet(referenceComparison(cached), now.toEpochMilli(), null))
        : found;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Resource fetch(URL address) throws IOException {
    fetches++;
    try {
      answer.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (isDown) {
      throw new IOException("connection refused");
    }
    var key = new OctetSequenceKey.Builder(new byte[32]).keyID(published).build();
    return new Resource(new JWKSet(key).toString(false), "application/json");
  }
}
