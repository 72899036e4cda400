package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private static Settings.Security read(Map<String, String> given) {
    return SecuritySettings.of(new SettingsReader(given, Map.of(), Map.of()));
  }
}
