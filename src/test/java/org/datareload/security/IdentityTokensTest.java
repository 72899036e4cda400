package org.datareload.security;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static com.nimbusds.jose.JWSAlgorithm.RS512;
import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.datareload.security.AuthenticationResult.Authenticated;
import org.datareload.security.AuthenticationResult.Refused;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdentityTokensTest {
  private static final String ISSUER = "https://id.example.org";
  private static final Duration GRACE = Duration.ofDays(30);

  private static RSAKey rsa;
  private static RSAKey other;
  private static ECKey ec;

  private final AtomicInteger fetches = new AtomicInteger();
  private volatile int keysStatus = 200;
  private HttpServer provider;
  private TestDatabase database;
  private KnownUsers known;
  private Tokens tokens;
  private OidcAuthentication authentication;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    other = new RSAKeyGenerator(2048).keyID("rsa").generate();
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
    known = new KnownUsers(database.jdbi().onDemand(KnownUserSql.class), GRACE);
    tokens =
        new Tokens(database.jdbi().onDemand(TokenSql.class), known, new TokenSettings(366, false));
    authentication = authentication("sub");
  }

  private OidcAuthentication authentication(String userClaim) {
    var address = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
    var settings = new OidcSettings(ISSUER, "lake", address, userClaim, "groups", "admins", GRACE);
    return new OidcAuthentication(settings, known, tokens);
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
    var value = tokens.create("ana", new TokenRequest("t", List.of("view"), null, null)).value();
    assertRefused(value);

    authenticate(signed(RS256, "rsa", validClaims().claim("groups", "admins").build()));
    var script = principal(authenticate(value));
    assertThat(script.id()).isEqualTo("ana");
    assertThat(script.admin()).isFalse();
  }

  @Test
  void acceptsApiTokensAgainOnceTheirOwnerSignsInAgain() throws Exception {
    var signedIn = signed(RS256, "rsa", validClaims().build());
    authenticate(signedIn);
    var value = tokens.create("ana", new TokenRequest("t", List.of("view"), null, null)).value();
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE known_user SET seen_at = CURRENT_TIMESTAMP - INTERVAL '31' DAY"));

    assertThat(((Refused) authenticate(value)).detail()).contains("once ana signs in again");
    assertThat(authenticate(value)).as("is not seen by a token").isInstanceOf(Refused.class);
    assertThat(authenticate(signedIn)).isInstanceOf(Authenticated.class);
    assertThat(authenticate(value)).isInstanceOf(Authenticated.class);
  }

  /** Values that a claim has where a provider, or its configuration, is wrong. */
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "1.5",
          "1e300",
          "9223372036854775807",
          "99999999999999999999999999",
          "\"\"",
          "\" \"",
          "\"1\"",
          "\"null\"",
          "\"\\u0000\"",
          "\"" + "a".repeat(3_000) + "\"",
          "[]",
          "[null]",
          "[1]",
          "[\"\"]",
          "[[\"lake\"]]",
          "{}",
          "{\"a\":null}");

  /** Values that the parser refuses wherever they stand. */
  private static final List<String> UNREADABLE =
      List.of("1e400", "[".repeat(1_000) + "]".repeat(1_000), "nil", "\"");

  private static Stream<Arguments> claims() {
    var texts = ODD.stream().filter(value -> value.startsWith("\"")).toList();
    var truths = Stream.concat(Stream.of("true", "false"), texts.stream()).toList();
    var groups =
        ODD.stream()
            .filter(value -> !List.of("null", "[null]", "[[\"lake\"]]").contains(value))
            .filter(value -> !value.startsWith("{") && !value.startsWith("[["))
            .toList();
    return Stream.of(
        Arguments.of("iss", List.of()),
        Arguments.of("aud", List.of()),
        Arguments.of("exp", List.of()),
        Arguments.of("nbf", List.of("0", "1", "1.5")),
        Arguments.of("iat", List.of("0", "1", "1.5")),
        Arguments.of("sub", List.of("\"1\"", "\"null\"")),
        Arguments.of("groups", groups),
        Arguments.of("email", texts),
        Arguments.of("email_verified", truths),
        Arguments.of("azp", ODD));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void refusesClaimsThatAreNullOrOfAWrongTypeWithAReason(String claim, List<String> allowed)
      throws Exception {
    for (var value : ODD) {
      var text = claims(Map.of(claim, value));
      var where = claim + " " + value.substring(0, Math.min(60, value.length()));
      var result = authenticate(signed("rsa", text));
      if (allowed.contains(value)) {
        assertThat(result).as(where).isInstanceOf(Authenticated.class);
        assertThat(principal(result).admin()).as(where).isFalse();
        assertThat(principal(result).mail()).as(where).isNull();
      } else {
        var refused = (Refused) result;
        assertThat(refused.status()).as(where).isEqualTo(401);
        assertThat(refused.detail()).as(where).isNotBlank().hasSizeLessThan(200);
        if (List.of("null", "{}", "[null]").contains(value)) {
          assertThat(refused.detail()).startsWith("The claim " + claim + " of the token must be ");
        }
      }
      assertThat(authenticate(signed("other", text)))
          .as("%s, signed by another key", where)
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.status()).isEqualTo(401));
    }
  }

  @Test
  void refusesTokensThatCannotBeRead() throws Exception {
    for (var claim : List.of("iss", "aud", "exp", "nbf", "sub", "groups", "email", "azp")) {
      for (var value : UNREADABLE) {
        assertRefused(signed("rsa", claims(Map.of(claim, value))));
      }
    }
    for (var payload : List.of("", "null", "1", "[]", "\"a\"", "{", "{}", "{\"a\":1,\"a\":2}")) {
      assertRefused(signed("rsa", payload));
    }
  }

  @Test
  void refusesHeadersOfAWrongType() {
    var names =
        List.of(
            "alg", "kid", "typ", "cty", "crit", "jku", "jwk", "x5u", "x5c", "x5t", "b64", "zip");
    for (var name : names) {
      for (var value : Stream.concat(ODD.stream(), UNREADABLE.stream()).toList()) {
        var header =
            name.equals("alg")
                ? "{\"alg\":"
                : "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"" + name + "\":";
        assertRefused(
            Base64URL.encode(header + value + "}")
                + "."
                + Base64URL.encode(claims(Map.of()))
                + ".AA");
      }
    }
  }

  @Test
  void namesTheClaimThatIsMissing() throws Exception {
    authentication = authentication("preferred_username");
    assertThat(((Refused) authenticate(signed("rsa", claims(Map.of())))).detail())
        .isEqualTo("The token has no claim preferred_username");
    var claims = validClaims().claim("preferred_username", "ana").expirationTime(null).build();
    assertThat(((Refused) authenticate(signed(RS256, "rsa", claims))).detail())
        .isEqualTo("The token has no claim exp");
  }

  @ParameterizedTest
  @CsvSource({
    "email,              ana@example.org, true,     200",
    "email,              ana@example.org, '\"true\"', 200",
    "email,              ana@example.org, ,         401",
    "email,              ana@example.org, false,    401",
    "email,              ana@example.org, '\"false\"', 401",
    "email,              ana@example.org, '\"\"',   401",
    "email,              ana,             false,    401",
    "preferred_username, ana@example.org, true,     200",
    "preferred_username, ana@example.org, false,    401",
    "preferred_username, ana@example.org, ,         401",
    "preferred_username, ana,             ,         200",
    "upn,                ana@example.org, ,         200",
    "sub,                ana@clients,     ,         200",
  })
  void acceptsAnAddressAsUserIdOnlyIfItIsVerified(
      String userClaim, String id, String verified, int status) throws Exception {
    authentication = authentication(userClaim);
    var claims = new HashMap<>(Map.of(userClaim, "\"" + id + "\""));
    if (verified != null) {
      claims.put("email_verified", verified);
    }

    var result = authenticate(signed("rsa", claims(claims)));

    if (status == 200) {
      assertThat(principal(result).id()).isEqualTo(id);
      assertThat(known.find(id)).isPresent();
    } else {
      var refused = (Refused) result;
      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused.detail()).contains(userClaim, "email_verified is not true");
      assertThat(known.find(id)).isEmpty();
    }
  }

  /** The JSON of valid claims with some of them replaced. */
  private static String claims(Map<String, String> replaced) {
    var claims = new TreeMap<String, String>();
    claims.put("iss", "\"" + ISSUER + "\"");
    claims.put("aud", "[\"lake\"]");
    claims.put("sub", "\"ana\"");
    claims.put("exp", Long.toString(Instant.now().getEpochSecond() + 300));
    claims.putAll(replaced);
    return claims.entrySet().stream()
        .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
        .collect(joining(",", "{", "}"));
  }

  /**
   * @param key whose signature it has; it names the key rsa in any case
   */
  private static String signed(String key, String claims) throws JOSEException {
    var signer = key.equals("rsa") ? new RSASSASigner(rsa) : new RSASSASigner(other);
    var token =
        new JWSObject(new JWSHeader.Builder(RS256).keyID("rsa").build(), new Payload(claims));
    token.sign(signer);
    return token.serialize();
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
