package org.datareload.config;

import java.net.URI;
import java.nio.file.Path;
import org.datareload.security.OidcSettings;
import org.datareload.security.TokenSettings;
import org.datareload.security.Users;
import org.datareload.security.UsersFileException;

/** Reads the settings for signing in. */
final class SecuritySettings {
  private SecuritySettings() {}

  static Settings.Security of(SettingsReader properties) {
    var auth = properties.text("reload.auth", "none");
    var file = properties.text("reload.users.file", "users.properties");
    var oidc = oidc(properties, auth.equals("oidc"));
    var tokens =
        new TokenSettings(
            properties.number(
                "reload.tokens.max-days", TokenSettings.MAX_DAYS, 1, TokenSettings.MAX_DAYS),
            properties.flag("reload.tokens.end-with-password", false));
    var auditKeepDays = properties.number("reload.audit.keep-days", 365, 1, 36_500);
    return new Settings.Security(
        auth.equals("basic") ? users(file) : null, oidc, tokens, auditKeepDays);
  }

  private static Users users(String file) {
    try {
      return Users.read(Path.of(file));
    } catch (UsersFileException wrong) {
      throw new SettingsException("reload.users.file", "is invalid: " + wrong.getMessage());
    }
  }

  /** Always reads all properties, so that none counts as unknown. */
  private static OidcSettings oidc(SettingsReader properties, boolean isOn) {
    var issuer = properties.text("reload.oidc.issuer", "");
    var audience = properties.text("reload.oidc.audience", "");
    var keys = properties.url("reload.oidc.jwks-url");
    var userClaim = properties.text("reload.oidc.user-claim", "sub");
    var adminClaim = properties.text("reload.oidc.admin-claim", "");
    var adminValue = properties.text("reload.oidc.admin-value", "true");
    var tokenGrace = properties.duration("reload.oidc.token-grace", "30d");
    if (!isOn) {
      return null;
    }
    properties.required("reload.oidc.issuer");
    properties.required("reload.oidc.audience");
    properties.required("reload.oidc.jwks-url");
    refuseUnsafe(keys);
    return new OidcSettings(
        issuer,
        audience,
        keys,
        userClaim,
        adminClaim.isEmpty() ? null : adminClaim,
        adminValue,
        tokenGrace);
  }

  // An attacker who can change the keys in transit can sign tokens of any user.
  private static void refuseUnsafe(URI keys) {
    if (!keys.getScheme().equals("https") && !Settings.LOOPBACK.contains(keys.getHost())) {
      throw new SettingsException(
          "reload.oidc.jwks-url", "must be an https URL unless its host is loopback, not " + keys);
    }
  }
}
