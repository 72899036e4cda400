package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * Whom to believe, and what.
 *
 * @param issuer what the claim iss must be
 * @param audience what must be among the claim aud
 * @param keys where the provider publishes its signing keys as a JWK set
 * @param userClaim the claim that is the user's id
 * @param adminClaim the claim that makes an administrator where it is, or has among its values,
 *     {@code adminValue}; null where no claim does
 */
public record OidcSettings(
    String issuer,
    String audience,
    URI keys,
    String userClaim,
    String adminClaim,
    String adminValue) {
  public OidcSettings {
    requireNonNull(issuer, "issuer is null");
    requireNonNull(audience, "audience is null");
    requireNonNull(keys, "keys is null");
    requireNonNull(userClaim, "userClaim is null");
    requireNonNull(adminValue, "adminValue is null");
  }
}
