package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int fetches;
  private String published = "a";
  private boolean isSilent;
  private final SigningKeys keys =
      new SigningKeys(URI.create("https://id.example.org/keys"), this::fetch, () -> now);

  @Test
  void fetchesOnceInTenMinutes() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(find("a")).hasSize(1);
    }
    assertThat(fetches).isEqualTo(1);

    pass(Duration.ofMinutes(10));
    assertThat(find("a")).hasSize(1);
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void fetchesOnceAMinuteForUnknownKeys() throws Exception {
    for (int minute = 1; minute <= 5; minute++) {
      for (int i = 0; i < 1000; i++) {
        assertThat(find("unknown" + i)).isEmpty();
      }
      assertThat(fetches).isEqualTo(minute);
      pass(Duration.ofMinutes(1));
    }
  }

  @Test
  void findsAKeyThatWasPublishedLater() throws Exception {
    find("a");
    published = "b";
    pass(Duration.ofMinutes(1));

    assertThat(find("b")).hasSize(1);
    assertThat(find("a")).isEmpty();
  }

  @Test
  void livesOnTheOldKeysForAnHour() throws Exception {
    find("a");
    isSilent = true;
    pass(Duration.ofMinutes(59));
    assertThat(find("a")).hasSize(1);

    pass(Duration.ofMinutes(1));
    assertThatThrownBy(() -> find("a")).isInstanceOf(KeySourceException.class);
    var before = fetches;
    assertThatThrownBy(() -> find("a")).isInstanceOf(KeySourceException.class);
    assertThat(fetches).isEqualTo(before);

    isSilent = false;
    pass(Duration.ofMinutes(1));
    assertThat(find("a")).hasSize(1);
  }

  private List<?> find(String id) throws KeySourceException {
    return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Resource fetch(URL address) throws IOException {
    fetches++;
    if (isSilent) {
      throw new IOException("connection refused");
    }
    var key = new OctetSequenceKey.Builder(new byte[32]).keyID(published).build();
    return new Resource(new JWKSet(key).toString(false), "application/json");
  }
}
