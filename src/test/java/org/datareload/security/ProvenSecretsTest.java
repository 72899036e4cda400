package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProvenSecretsTest {
  private final AtomicLong now = new AtomicLong();
  private final ProvenSecrets proven = new ProvenSecrets(now::get);

  @Test
  void aSecretIsProvenUntilFiveMinutesAfterItsLastUse() {
    proven.add("ana", "secret");
    for (var i = 0; i < 10; i++) {
      now.addAndGet(Duration.ofSeconds(299).toNanos());
      assertThat(proven.contains("ana", "secret")).isTrue();
    }
    now.addAndGet(Duration.ofSeconds(300).toNanos());
    assertThat(proven.contains("ana", "secret")).isFalse();
  }

  @Test
  void aSecretThatWasRefusedIsProvenNoLonger() {
    proven.add("secret");
    proven.remove("secret");
    assertThat(proven.contains("secret")).isFalse();
    assertThat(proven.contains("another")).isFalse();
  }

  @Test
  void tenThousandSecretsAreRemembered() {
    for (var i = 0; i < 10_001; i++) {
      proven.add("secret " + i);
    }
    assertThat(proven.contains("secret 0")).isFalse();
    assertThat(proven.contains("secret 1")).isTrue();
  }
}
