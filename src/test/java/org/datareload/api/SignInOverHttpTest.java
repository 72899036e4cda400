package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, tokens, members and the audit log, and what strangers can reach. */
class SignInOverHttpTest {
  private static final String BASIC = basic("root", "root!");

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    var file = folder.resolve("users.properties");
    UserFiles.write(
        file,
        "root",
        "root!",
        "user.root.admin=true",
        "user.root.mail=root@example.com",
        UserFiles.user("ana", "ana!"));
    server = new TestServer(Map.of("reload.auth", "basic", "reload.users.file", file.toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void keepsAUserSignedInByACookieThatNoScriptReads() {
    var signedIn = signIn("root", "root!", Map.of());
    assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(201);
    assertThat(signedIn.json().path("admin").asBoolean()).isTrue();
    var set = signedIn.headers().get("set-cookie");
    assertThat(set)
        .matches("reload_session=[\\w-]{43}; Max-Age=\\d+; HttpOnly; SameSite=Strict; Path=/");

    var cookie = set.substring(0, set.indexOf(';'));
    var me = send("GET", "/api/v1/me", null, Map.of("Cookie", cookie));
    assertThat(me.json().path("mail").asText()).isEqualTo("root@example.com");
    assertThat(change(cookie, Map.of()).status()).isEqualTo(403);
    assertThat(change(cookie, Map.of("X-Requested-By", "page")).status()).isEqualTo(403);
    var foreign = Map.of("X-Requested-By", "page", "Origin", "https://evil.example");
    assertThat(change(cookie, foreign).status()).isEqualTo(403);
    var own = Map.of("X-Requested-By", "page", "Sec-Fetch-Site", "same-origin");
    assertThat(change(cookie, own).status()).isEqualTo(201);

    var headers = new HashMap<>(own);
    headers.put("Cookie", cookie);
    assertThat(send("DELETE", "/api/v1/session", null, headers).status()).isEqualTo(204);
    var after = send("GET", "/api/v1/me", null, Map.of("Cookie", cookie));
    assertThat(after.status()).isEqualTo(401);
    assertThat(after.headers().get("www-authenticate")).startsWith("Bearer");
    assertThat(after.headers().get("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void refusesToSignInForAnotherSite() {
    var origin = Map.of("Origin", "https://evil.example");

    var reply = signIn("root", "root!", origin);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.headers()).doesNotContainKeys("set-cookie", "access-control-allow-origin");
  }

  @Test
  void showsTheValueOfATokenOnce() {
    var request = "{\"name\":\"nightly\",\"scopes\":[\"upload\"],\"days\":7}";
    var headers = Map.of("Authorization", BASIC, "Idempotency-Key", "a key");
    var made = send("POST", "/api/v1/tokens", request, headers);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var value = made.json().path("value").asText();

    assertThat(send("POST", "/api/v1/tokens", request, headers).text()).doesNotContain(value);
    var list = send("GET", "/api/v1/tokens", null, Map.of("Authorization", BASIC));
    assertThat(list.text()).contains("nightly").doesNotContain(value);
    var bearer = Map.of("Authorization", "Bearer " + value);
    assertThat(send("GET", "/api/v1/me", null, bearer).json().path("admin").asBoolean()).isFalse();

    var id = made.headers().get("location");
    assertThat(send("DELETE", id, null, Map.of("Authorization", BASIC)).status()).isEqualTo(204);
    assertThat(send("GET", "/api/v1/me", null, bearer).status()).isEqualTo(401);
  }

  @Test
  void showsRefusedSignInsToAdministratorsOnly() {
    assertThat(signIn("root", "root!", Map.of()).status()).isEqualTo(201);
    assertThat(signIn("ana", "wrong", Map.of()).status()).isEqualTo(401);

    var root = Map.of("Authorization", BASIC);
    var entries = send("GET", "/api/v1/audit", null, root).json().path("audit");
    assertThat(entries)
        .anySatisfy(
            entry -> {
              assertThat(entry.path("action").asText()).isEqualTo("refuseSignIn");
              assertThat(entry.path("user").asText()).isEqualTo("ana");
              assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1");
              assertThat(entry.path("dataset").isNull()).isTrue();
            });
    var ana = Map.of("Authorization", basic("ana", "ana!"));
    assertThat(send("GET", "/api/v1/audit", null, ana).status()).isEqualTo(403);
    var next = send("GET", "/api/v1/audit?limit=1", null, root).json().path("next").asText();
    assertThat(next).isEqualTo(entries.get(0).path("id").asText());
  }

  @Test
  void makesTheCreatorTheOwnerAndAuditsChanges() {
    // No proxy is trusted here, so the header is ignored.
    var root = Map.of("Authorization", BASIC, "X-Forwarded-For", "203.0.113.9");
    var request =
        "{\"domain\":\"audit\",\"name\":\"orders\",\"fileType\":\"csv\","
            + "\"updateMethod\":\"reload\",\"notify\":[\"ana@example.com\"]}";
    assertThat(send("POST", "/api/v1/datasets", request, root).status()).isEqualTo(201);
    var path = "/api/v1/datasets/audit/orders";
    var members = send("GET", path + "/members", null, root).json().path("members");
    assertThat(members.toString()).contains("\"root\"", "\"owner\"");
    assertThat(send("GET", path, null, ana()).status()).isEqualTo(404);
    assertThat(send("GET", "/api/v1/datasets", null, ana()).json().path("datasets")).isEmpty();

    var role = "{\"role\":\"reader\"}";
    assertThat(send("PUT", path + "/members/ana", role, root).status()).isEqualTo(200);
    assertThat(send("GET", path, null, ana()).status()).isEqualTo(200);
    assertThat(send("GET", "/api/v1/datasets", null, ana()).json().path("datasets")).hasSize(1);
    assertThat(send("PUT", path + "/members/a%2Fb", role, root).status()).isEqualTo(422);
    assertThat(send("DELETE", path + "/members/root", null, root).status()).isEqualTo(409);
    assertThat(send("PUT", path + "/members/root", role, root).status()).isEqualTo(409);
    assertThat(send("DELETE", path + "/members/eve", null, root).status()).isEqualTo(404);

    var audit = send("GET", path + "/audit", null, root).json().path("audit");
    assertThat(audit).hasSize(2);
    assertThat(audit.path(0).path("action").asText()).isEqualTo("putMember");
    assertThat(audit.path(0).path("detail").path("user").asText()).isEqualTo("ana");
    assertThat(audit.path(0).path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(audit.path(1).path("action").asText()).isEqualTo("createDataset");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//api/v1/datasets",
        "/api//v1/datasets",
        "/api/../api/v1/datasets",
        "/x/../api/v1/datasets",
        "/./api/v1/datasets",
        "/openapi.yaml/../api/v1/datasets",
        "/API/v1/datasets",
        "/api/v1/datasets;x",
        "/api/v1/datasets;x=/openapi.yaml",
        "/api;/v1/datasets",
        "/%2fapi/v1/datasets",
        "/%61pi/v1/datasets",
        "/api%2fv1%2fdatasets",
        "/api/v1/datasets/",
        "/api/v1/%64atasets",
        "/api/v1/datasets%3b",
        "/api/v1/datasets%00",
        "/api/v1/datasets?x=%zz",
        "/api/v1/session/../datasets",
        "/events/s3/../../api/v1/datasets",
        "/..%2fapi/v1/datasets",
        "/\\api\\v1\\datasets",
        "/proxy/api/v1/datasets",
        "/observe/health",
        "/application.properties",
        "/../application.properties",
        "/%2e%2e/application.properties",
        "http://evil.example/api/v1/datasets",
      })
  void showsStrangersNothingByAnySpellingOfAPath(String path) throws IOException {
    assertThat(statusOf(path)).isIn(400, 401, 404);
  }

  /** Sends the path unchanged; an HTTP client would normalise it. */
  private static int statusOf(String path) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
      var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      var response = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return Integer.parseInt(response.split(" ")[1]);
    }
  }

  private static TestServer.Reply signIn(String user, String password, Map<String, String> more) {
    var body = "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    return send("POST", "/api/v1/session", body, more);
  }

  private static TestServer.Reply change(String cookie, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("Cookie", cookie);
    var token = "{\"name\":\"by cookie\",\"scopes\":[\"view\"]}";
    return send("POST", "/api/v1/tokens", token, headers);
  }

  private static TestServer.Reply send(
      String method, String path, String body, Map<String, String> more) {
    var headers = new HashMap<>(more);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    return server.send(method, path, body, headers);
  }

  private static Map<String, String> ana() {
    return Map.of("Authorization", basic("ana", "ana!"));
  }

  private static String basic(String id, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((id + ":" + password).getBytes(UTF_8));
  }
}
