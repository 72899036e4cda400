package org.datareload.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.datareload.security.OidcSettings;
import org.datareload.security.Users;
import org.datareload.security.UsersFileException;

/** Reads the properties about who may sign in. */
final class SecuritySettings {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private SecuritySettings() {}

  static Settings.People of(SettingsReader properties) {
    var auth = properties.text("reload.auth", "none");
    var file = properties.text("reload.users.file", "users.properties");
    var oidc = oidc(properties, auth.equals("oidc"));
    return new Settings.People(auth.equals("basic") ? users(file) : null, oidc);
  }

  private static Users users(String file) {
    try {
      return Users.read(Path.of(file));
    } catch (UsersFileException wrong) {
      throw new SettingsException("reload.users.file", "is not good: " + wrong.getMessage());
    }
  }

  /** Reads them all in any case, so that none is taken for unknown. */
  private static OidcSettings oidc(SettingsReader properties, boolean isOn) {
    var issuer = properties.text("reload.oidc.issuer", "");
    var audience = properties.text("reload.oidc.audience", "");
    var keys = properties.address("reload.oidc.jwks-url");
    var userClaim = properties.text("reload.oidc.user-claim", "sub");
    var adminClaim = properties.text("reload.oidc.admin-claim", "");
    var adminValue = properties.text("reload.oidc.admin-value", "true");
    if (!isOn) {
      return null;
    }
    properties.required("reload.oidc.issuer");
    properties.required("reload.oidc.audience");
    properties.required("reload.oidc.jwks-url");
    refuseUnsafe(keys);
    return new OidcSettings(
        issuer, audience, keys, userClaim, adminClaim.isEmpty() ? null : adminClaim, adminValue);
  }

  // Who changes the keys on their way becomes whoever he likes.
  private static void refuseUnsafe(URI keys) {
    if (!keys.getScheme().equals("https") && !LOOPBACK.contains(keys.getHost())) {
      throw new SettingsException(
          "reload.oidc.jwks-url", "must begin with https where it is on another machine: " + keys);
    }
  }
}
