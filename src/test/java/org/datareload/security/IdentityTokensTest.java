package org.datareload.security;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static com.nimbusds.jose.JWSAlgorithm.RS512;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.datareload.security.AuthenticationResult.Authenticated;
import org.datareload.security.AuthenticationResult.Refused;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityTokensTest {
  private static RSAKey rsa;
  private static ECKey ec;

  private final AtomicInteger fetches = new AtomicInteger();
  private volatile int keysStatus = 200;
  private HttpServer provider;
  private TestDatabase database;
  private KnownUsers known;
  private OidcAuthentication authentication;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
  }

  @BeforeEach
  void startProvider() throws Exception {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var keys = new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK())).toString(true).getBytes();
    provider.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          exchange.getResponseHeaders().add("Location", "/redirected");
          exchange.sendResponseHeaders(keysStatus, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.createContext(
        "/redirected",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
    database = TestDatabases.h2();
    known = new KnownUsers(database.jdbi().onDemand(KnownUserSql.class));
    var tokens = new Tokens(database.jdbi().onDemand(TokenSql.class), known);
    var address = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
    var settings =
        new OidcSettings("https://id.example.org", "lake", address, "sub", "groups", "admins");
    authentication = new OidcAuthentication(settings, known, tokens);
  }

  @AfterEach
  void stop() {
    provider.stop(0);
    database.close();
  }

  @Test
  void acceptsTokensOfTheProvider() throws Exception {
    var token = signed(RS256, "rsa", validClaims().build());

    assertThat(authenticate(token)).isEqualTo(new Authenticated(new Principal("ana", null, false)));
    assertThat(authenticate(signed(ES256, "ec", validClaims().build())))
        .isInstanceOf(Authenticated.class);
    assertThat(known.find("ana")).isPresent();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void acceptsAMailAddressOnlyIfItIsVerified() throws Exception {
    var mail = validClaims().claim("email", "ana@example.org");
    assertThat(authenticate(signed(RS256, "rsa", mail.build())))
        .isEqualTo(new Authenticated(new Principal("ana", null, false)));

    var verified = mail.claim("email_verified", true).build();
    assertThat(authenticate(signed(RS256, "rsa", verified)))
        .isEqualTo(new Authenticated(new Principal("ana", "ana@example.org", false)));
    assertThat(known.find("ana").orElseThrow().mail()).isEqualTo("ana@example.org");
  }

  @Test
  void makesAdministratorsOnlyByTheClaim() throws Exception {
    var admin = validClaims().claim("groups", List.of("staff", "admins")).build();
    var none = validClaims().claim("groups", List.of("staff", "admins2")).build();

    assertThat(principal(authenticate(signed(RS256, "rsa", admin))).admin()).isTrue();
    assertThat(principal(authenticate(signed(RS256, "rsa", none))).admin()).isFalse();
    assertThat(principal(authenticate(signed(RS256, "rsa", validClaims().build()))).admin())
        .isFalse();
    assertThat(known.find("ana").orElseThrow().admin()).isFalse();
  }

  @Test
  void refusesUnsignedAndWronglySignedTokens() throws Exception {
    var claims = validClaims().build();
    assertRefused(new PlainJWT(claims).serialize());
    var parts = signed(RS256, "rsa", claims).split("\\.");
    assertRefused(parts[0] + "." + parts[1] + ".");
    assertRefused(parts[0] + "." + new PlainJWT(claims).serialize().split("\\.")[1] + "." + "AAAA");
    assertRefused(signed(RS512, "rsa", claims));
    var otherKey = new RSAKeyGenerator(2048).keyID("rsa").generate();
    assertRefused(signed(RS256, "rsa", new RSASSASigner(otherKey), claims));
    for (var secret :
        List.of(
            rsa.toRSAPublicKey().getEncoded(),
            rsa.toPublicJWK().toJSONString().getBytes(),
            pem(rsa.toRSAPublicKey().getEncoded()))) {
      assertRefused(signed(HS256, "rsa", new MACSigner(secret), claims));
    }
  }

  @Test
  void refusesTokensOfOtherIssuersAudiencesAndUsers() throws Exception {
    assertRefused(signed(RS256, "rsa", validClaims().audience("shop").build()));
    assertRefused(signed(RS256, "rsa", validClaims().audience((String) null).build()));
    assertRefused(signed(RS256, "rsa", validClaims().issuer("https://id.example.org/").build()));
    assertRefused(signed(RS256, "rsa", validClaims().issuer(null).build()));
    assertRefused(signed(RS256, "rsa", validClaims().subject(null).build()));
    assertRefused(signed(RS256, "rsa", validClaims().subject("../ana").build()));
    assertRefused(signed(RS256, "rsa", validClaims().subject("a".repeat(121)).build()));
    for (var text : List.of("", "a", "a.b.c", "..", "{}", "ä.ö.ü", "e30.e30.")) {
      assertRefused(text);
    }
  }

  @Test
  void refusesTokensMoreThanAMinuteOutsideTheirValidity() throws Exception {
    assertThat(authenticate(signed(RS256, "rsa", validClaims().expirationTime(in(-30)).build())))
        .isInstanceOf(Authenticated.class);
    assertThat(authenticate(signed(RS256, "rsa", validClaims().notBeforeTime(in(30)).build())))
        .isInstanceOf(Authenticated.class);
    assertRefused(signed(RS256, "rsa", validClaims().expirationTime(in(-90)).build()));
    assertRefused(signed(RS256, "rsa", validClaims().expirationTime(null).build()));
    assertRefused(signed(RS256, "rsa", validClaims().notBeforeTime(in(90)).build()));
  }

  @Test
  void fetchesTheKeysOnceForAFloodOfUnknownKeys() throws Exception {
    for (int i = 0; i < 200; i++) {
      var key = "unknown" + i;
      assertRefused(signed(RS256, key, new RSASSASigner(rsa), validClaims().build()));
    }

    assertThat(fetches).hasValue(1);
  }

  @Test
  void answersUnavailableIfTheProviderFails() throws Exception {
    keysStatus = 500;

    var refused = (Refused) authenticate(signed(RS256, "rsa", validClaims().build()));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.retryAfter()).isPositive();
  }

  @Test
  void doesNotFollowRedirectsOfTheProvider() throws Exception {
    keysStatus = 302;

    assertThat(((Refused) authenticate(signed(RS256, "rsa", validClaims().build()))).status())
        .isEqualTo(503);
  }

  @Test
  void acceptsApiTokensOfKnownUsers() throws Exception {
    var tokens = new Tokens(database.jdbi().onDemand(TokenSql.class), known);
    var value = tokens.create("ana", new TokenRequest("t", List.of("view"), null, null)).value();
    assertRefused(value);

    authenticate(signed(RS256, "rsa", validClaims().claim("groups", "admins").build()));
    var script = principal(authenticate(value));
    assertThat(script.id()).isEqualTo("ana");
    assertThat(script.admin()).isFalse();
  }

  @Test
  void refusesPasswordsAndCookies() {
    var basic =
        new RequestCredentials("GET", "Basic YTpi", "reload_session=x", null, null, null, "a");
    var cookie = new RequestCredentials("GET", null, "reload_session=x", null, null, null, "a");

    assertThat(((Refused) authentication.authenticate(basic)).status()).isEqualTo(401);
    assertThat(((Refused) authentication.authenticate(cookie)).challenge())
        .isEqualTo("Bearer realm=\"Data Reload\"");
  }

  private static JWTClaimsSet.Builder validClaims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://id.example.org")
        .audience(List.of("other", "lake"))
        .subject("ana")
        .expirationTime(in(300));
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plus(seconds, SECONDS));
  }

  private static String signed(JWSAlgorithm algorithm, String key, JWTClaimsSet claims)
      throws JOSEException {
    var signer = key.equals("ec") ? new ECDSASigner(ec) : new RSASSASigner(rsa);
    return signed(algorithm, key, signer, claims);
  }

  private static String signed(
      JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private static byte[] pem(byte[] key) {
    var text = Base64.getMimeEncoder().encodeToString(key);
    return ("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n").getBytes();
  }

  private AuthenticationResult authenticate(String token) {
    return authentication.authenticate(
        new RequestCredentials("POST", "Bearer " + token, null, null, null, null, "192.0.2.1"));
  }

  private static Principal principal(AuthenticationResult result) {
    return ((Authenticated) result).principal();
  }

  private void assertRefused(String token) {
    assertThat(authenticate(token))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.status()).isEqualTo(401));
  }
}
