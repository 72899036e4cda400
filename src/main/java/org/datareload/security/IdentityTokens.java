package org.datareload.security;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;

/** Verifies the signed tokens (JWT) of the identity provider. */
final class IdentityTokens {
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
  private static final AuthenticationResult INVALID =
      AuthenticationResult.unauthenticated("The token is not valid");
  private static final int SKEW_SECONDS = 60;
  private static final int RETRY_SECONDS = 60;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final OidcSettings settings;
  private final KnownUsers users;

  IdentityTokens(OidcSettings settings, KnownUsers users) {
    this.settings = settings;
    this.users = users;
    var claims =
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp", settings.userClaim()));
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(Set.of(RS256, ES256), SigningKeys.at(settings.jwksUrl())));
  }

  AuthenticationResult authenticate(String token) {
    IdentityClaims claims;
    try {
      var signed = SignedJWT.parse(token);
      var payload = signed.getPayload().toJSONObject();
      if (payload == null) {
        return INVALID;
      }
      claims = new IdentityClaims(payload, settings);
      var refusal = claims.refusal();
      if (refusal != null) {
        return AuthenticationResult.unauthenticated(refusal);
      }
      processor.process(signed, null);
    } catch (KeySourceException e) {
      return AuthenticationResult.unavailable(
          "The identity provider does not answer", RETRY_SECONDS);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return INVALID;
    }
    users.remember(claims.userId(), claims.mail());
    return AuthenticationResult.authenticated(
        new Principal(claims.userId(), claims.mail(), claims.isAdmin()));
  }
}
