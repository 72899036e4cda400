package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.security.TokenSettings;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuritySettingsTest {
  private static final Map<String, String> OIDC =
      Map.of(
          "reload.auth", "oidc",
          "reload.oidc.issuer", "https://id.example.org",
          "reload.oidc.audience", "lake",
          "reload.oidc.jwks-url", "https://id.example.org/keys");

  @TempDir Path folder;

  @Test
  void readsTheUsersFile() throws IOException {
    var file = UserFiles.write(folder.resolve("users"), "ana", "one");
    var settings = read(Map.of("reload.auth", "basic", "reload.users.file", file.toString()));

    assertThat(settings.users().find("ana")).isPresent();
    assertThat(settings.oidc()).isNull();
  }

  @Test
  void namesThePropertyAndTheUserIfTheFileIsWrong() throws IOException {
    var file = UserFiles.write(folder.resolve("users"), "ana", "one", "user.ana.admin=maybe");
    var given = Map.of("reload.auth", "basic", "reload.users.file", file.toString());

    assertThatThrownBy(() -> read(given))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("reload.users.file", "user ana")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void requiresTheIdentityProvider() {
    assertThat(read(OIDC).oidc().userClaim()).isEqualTo("sub");
    for (var name : OIDC.keySet()) {
      var without = new HashMap<>(OIDC);
      if (without.remove(name).equals("oidc")) {
        continue;
      }
      assertThatThrownBy(() -> read(without))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void fetchesKeysOverPlainHttpFromLoopbackOnly() {
    var plain = new HashMap<>(OIDC);
    plain.put("reload.oidc.jwks-url", "http://id.example.org/keys");
    assertThatThrownBy(() -> read(plain)).hasMessageContaining("reload.oidc.jwks-url");

    plain.put("reload.oidc.jwks-url", "http://127.0.0.1:8081/keys");
    assertThat(read(plain).oidc()).isNotNull();
  }

  @Test
  void limitsTokensToAYearAtMost() {
    assertThat(read(Map.of()).tokens()).isEqualTo(new TokenSettings(366, false));
    assertThat(read(OIDC).oidc().tokenGrace()).isEqualTo(Duration.ofDays(30));
    var given = new HashMap<>(OIDC);
    given.put("reload.tokens.max-days", "7");
    given.put("reload.tokens.end-with-password", "true");
    given.put("reload.oidc.token-grace", "12h");
    assertThat(read(given).tokens()).isEqualTo(new TokenSettings(7, true));
    assertThat(read(given).oidc().tokenGrace()).isEqualTo(Duration.ofHours(12));
  }

  @ParameterizedTest
  @CsvSource({
    "reload.tokens.max-days, 0",
    "reload.tokens.max-days, 367",
    "reload.tokens.max-days, 30d",
    "reload.tokens.end-with-password, perhaps",
    "reload.oidc.token-grace, 0s",
    "reload.oidc.token-grace, 30",
    "reload.oidc.token-grace, never",
  })
  void namesTheLimitOfTokensThatIsWrongWhateverSignsIn(String name, String value) {
    for (var auth : List.of("none", "oidc")) {
      var given = new HashMap<>(OIDC);
      given.put("reload.auth", auth);
      given.put(name, value);

      assertThatThrownBy(() -> read(given))
          .isInstanceOf(SettingsException.class)
          .hasMessageContainingAll(name, value)
          .message()
          .doesNotContain("\n");
    }
  }

  private static Settings.Security read(Map<String, String> given) {
    return SecuritySettings.of(new SettingsReader(given, Map.of(), Map.of()));
  }
}
