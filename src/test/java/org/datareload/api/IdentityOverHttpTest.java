package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forged identity tokens are refused. */
class IdentityOverHttpTest {
  private static final AtomicInteger FETCHES_OF_FORGED_KEYS = new AtomicInteger();

  private static RSAKey good;
  private static RSAKey evil;
  private static HttpServer provider;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    good = new RSAKeyGenerator(2048).keyID("good").generate();
    evil = new RSAKeyGenerator(2048).keyID("evil").generate();
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    publish("/keys", good, new AtomicInteger());
    publish("/evil", evil, FETCHES_OF_FORGED_KEYS);
    provider.start();
    server =
        new TestServer(
            Map.of(
                "reload.auth", "oidc",
                "reload.oidc.issuer", "https://id.example.org",
                "reload.oidc.audience", "lake",
                "reload.oidc.jwks-url", address("/keys").toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.stop(0);
  }

  private static URI address(String path) {
    return URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + path);
  }

  private static void publish(String path, RSAKey key, AtomicInteger fetches) {
    var keys = new JWKSet(key.toPublicJWK()).toString(true).getBytes();
    provider.createContext(
        path,
        exchange -> {
          fetches.incrementAndGet();
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://id.example.org")
        .audience("lake")
        .subject("ana")
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private static String signed(JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet claims)
      throws Exception {
    var token = new SignedJWT(header.build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private static JWSHeader.Builder rs256(String key) {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key);
  }

  private static int statusWith(String token) {
    var headers = Map.of("Authorization", "Bearer " + token);
    return server.send("GET", "/api/v1/datasets", null, headers).status();
  }

  @Test
  void forgedTokensAreRefused() throws Exception {
    var signer = new RSASSASigner(good);
    var past = Date.from(Instant.now().minusSeconds(90));
    var secret = new MACSigner(good.toRSAPublicKey().getEncoded());
    var forged = new LinkedHashMap<String, String>();
    forged.put("alg none", new PlainJWT(claims().build()).serialize());
    forged.put(
        "HS256 with the public key",
        signed(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("good"), secret, claims().build()));
    forged.put(
        "wrong issuer", signed(rs256("good"), signer, claims().issuer("https://evil").build()));
    forged.put("wrong audience", signed(rs256("good"), signer, claims().audience("x").build()));
    forged.put("expired", signed(rs256("good"), signer, claims().expirationTime(past).build()));
    forged.put("unknown kid", signed(rs256("unknown"), signer, claims().build()));
    var theirs = new RSASSASigner(evil);
    forged.put("another's key", signed(rs256("good"), theirs, claims().build()));
    forged.put("jku", signed(rs256("evil").jwkURL(address("/evil")), theirs, claims().build()));
    forged.put(
        "x5u", signed(rs256("evil").x509CertURL(address("/evil")), theirs, claims().build()));
    forged.put("jwk", signed(rs256("evil").jwk(evil.toPublicJWK()), theirs, claims().build()));

    assertThat(statusWith(signed(rs256("good"), signer, claims().build()))).isEqualTo(200);
    forged.forEach((how, token) -> assertThat(statusWith(token)).as(how).isEqualTo(401));
    assertThat(FETCHES_OF_FORGED_KEYS).hasValue(0);
  }
}
