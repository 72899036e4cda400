package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;

/**
 * Which identity provider to trust, and for what.
 *
 * @param issuer required value of the claim iss
 * @param audience must be among the values of the claim aud
 * @param jwksUrl where the provider publishes its signing keys as a JWK set
 * @param userClaim the claim that holds the user id
 * @param adminClaim a user is an administrator if this claim is or contains {@code adminValue};
 *     null for no administrators
 * @param tokenGrace how long API tokens count after the provider last vouched for their owner
 */
public record OidcSettings(
    String issuer,
    String audience,
    URI jwksUrl,
    String userClaim,
    String adminClaim,
    String adminValue,
    Duration tokenGrace) {
  public OidcSettings {
    requireNonNull(issuer, "issuer is null");
    requireNonNull(audience, "audience is null");
    requireNonNull(jwksUrl, "jwksUrl is null");
    requireNonNull(userClaim, "userClaim is null");
    requireNonNull(adminValue, "adminValue is null");
    requireNonNull(tokenGrace, "tokenGrace is null");
  }
}
