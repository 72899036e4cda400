package org.datareload.security;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import org.datareload.dataset.MailAddress;

/** Reads the signed tokens of the identity provider. */
public final class IdentityTokens {
  private static final JOSEObjectType ACCESS = new JOSEObjectType("at+jwt");
  private static final int SKEW_SECONDS = 60;
  private static final int RETRY_SECONDS = 60;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final OidcSettings settings;
  private final KnownUsers users;

  IdentityTokens(OidcSettings settings, KnownUsers users, JWKSource<SecurityContext> keys) {
    this.settings = requireNonNull(settings, "settings is null");
    this.users = requireNonNull(users, "users is null");
    var exact = new JWTClaimsSet.Builder().issuer(settings.issuer()).build();
    var required = Set.of("exp", settings.userClaim());
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(settings.audience(), exact, required);
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS, null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(RS256, ES256), keys));
  }

  /** Believes tokens that are signed with the keys at the settings' address. */
  public static IdentityTokens of(OidcSettings settings, KnownUsers users) {
    var keys = new SigningKeys(settings.keys(), new KeyRetriever(), InstantSource.system());
    return new IdentityTokens(settings, users, keys);
  }

  /** Lets in whom the token names. */
  AuthenticationResult check(String token) {
    try {
      return admit(processor.process(token, null));
    } catch (KeySourceException silent) {
      return AuthenticationResult.unavailable(
          "The identity provider does not answer", RETRY_SECONDS);
    } catch (ParseException | BadJOSEException | JOSEException wrong) {
      return AuthenticationResult.unknown("The token is not valid here, or not any more", null);
    }
  }

  private AuthenticationResult admit(JWTClaimsSet claims) throws ParseException {
    var id = claims.getStringClaim(settings.userClaim());
    if (!UserId.isValid(id)) {
      return AuthenticationResult.unknown("The token's user " + UserId.RULE, null);
    }
    var mail = mail(claims);
    users.note(id, mail);
    return AuthenticationResult.admitted(new Principal(id, mail, isAdmin(claims)));
  }

  private static String mail(JWTClaimsSet claims) throws ParseException {
    var mail = claims.getStringClaim("email");
    var isVerified = "true".equals(String.valueOf(claims.getClaim("email_verified")));
    return isVerified && MailAddress.isValid(mail) ? mail : null;
  }

  private boolean isAdmin(JWTClaimsSet claims) {
    if (settings.adminClaim() == null) {
      return false;
    }
    var claim = claims.getClaim(settings.adminClaim());
    return claim instanceof Collection<?> values
        ? values.contains(settings.adminValue())
        : settings.adminValue().equals(String.valueOf(claim));
  }
}
