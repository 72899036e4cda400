package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.datareload.api.TestServer;
import org.datareload.api.TestServer.Reply;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rate of each address, on a server behind a trusted proxy. */
@Timeout(600)
class AddressRatesTest {
  private static final String ME = "/api/v1/me";
  private static final String SESSION = "/api/v1/session";
  private static final String EVENTS = "/events/s3";
  private static final String NO_RECORDS = "{\"Records\":[]}";
  private static final String ROOT = basic("root", "root!");

  @TempDir static Path folder;
  private static TestServer server;
  private static int addresses;

  private final String address = "203.0.113." + ++addresses;

  @BeforeAll
  static void start() throws IOException {
    var file = folder.resolve("users.properties");
    UserFiles.write(file, "root", "root!", "user.root.admin=true", UserFiles.user("ana", "ana!"));
    server =
        new TestServer(
            Map.of(
                "reload.auth", "basic",
                "reload.users.file", file.toString(),
                "reload.http.trusted-proxies", "127.0.0.0/8, ::1",
                "reload.http.rate", "20"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A wrong secret of each kind. */
  private enum Kind {
    API_TOKEN,
    OTHER_TOKEN,
    NO_SCHEME,
    COOKIE,
    PASSWORD,
    PASSWORD_OF_THE_PAGE,
    WEBHOOK_TOKEN,
    WEBHOOK_PATH;

    Reply send(String address, int i) {
      return switch (this) {
        case API_TOKEN -> get(address, "Authorization", "Bearer rl_" + "0".repeat(26) + "_" + i);
        case OTHER_TOKEN -> get(address, "Authorization", "Bearer " + i);
        case NO_SCHEME -> get(address, "Authorization", "x" + i);
        case COOKIE -> get(address, "Cookie", "reload_session=" + i);
        case PASSWORD -> get(address, "Authorization", basic("eve" + i, "wrong"));
        case PASSWORD_OF_THE_PAGE -> signIn(address, "eve" + i, "wrong");
        case WEBHOOK_TOKEN ->
            AddressRatesTest.send(
                "POST", EVENTS, NO_RECORDS, address, Map.of("Authorization", "Bearer " + i));
        case WEBHOOK_PATH ->
            AddressRatesTest.send("POST", EVENTS + "/" + i, NO_RECORDS, address, Map.of());
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAddressWithManyWrongSecretsIsRefused(Kind kind) {
    var refused = exhaust(address, kind);

    assertThat(refused.headers()).containsKey("retry-after");
    assertThat(get("198.51.100.1", "Authorization", ROOT).status()).isEqualTo(200);
  }

  @Test
  void aRequestWithoutASecretCountsOnce() {
    for (var i = 0; i < 50; i++) {
      assertThat(send("GET", ME, null, address, Map.of()).status()).isEqualTo(401);
    }
  }

  @Test
  void whoeverIsSignedInIsNotRefusedForOthersAtTheAddress() {
    var cookie = signIn(address, "root", "root!").headers().get("set-cookie").split(";")[0];
    assertThat(get(address, "Cookie", cookie).status()).isEqualTo(200);
    assertThat(get(address, "Authorization", ROOT).status()).isEqualTo(200);
    var used = "Bearer " + token();
    assertThat(get(address, "Authorization", used).status()).isEqualTo(200);
    var unused = "Bearer " + token();

    owe(address);

    assertThat(get(address, "Authorization", unused).text()).contains("Too many requests");
    assertThat(get(address, "Cookie", cookie).status()).isEqualTo(200);
    assertThat(get(address, "Authorization", ROOT).status()).isEqualTo(200);
    assertThat(get(address, "Authorization", used).status()).isEqualTo(200);
    assertThat(get("198.51.100.2", "Authorization", unused).status()).isEqualTo(200);
  }

  @Test
  void aSecretThatIsRightNoLongerIsNoProof() {
    var token = "Bearer " + token();
    assertThat(get(address, "Authorization", token).status()).isEqualTo(200);
    var list = server.send("GET", "/api/v1/tokens", null, Map.of("Authorization", ROOT)).json();
    for (var one : list.path("tokens")) {
      send("DELETE", "/api/v1/tokens/" + one.path("id").asText(), null, address, root());
    }

    repeat(() -> get(address, "Authorization", token));
  }

  @Test
  void aUserHasARateOfItsOwn() {
    var cookie = signIn(address, "ana", "ana!").headers().get("set-cookie").split(";")[0];
    assertThat(get(address, "Cookie", cookie).status()).isEqualTo(200);

    var refused = server.untilRefused(() -> get(address, "Cookie", cookie));
    assertThat(refused.text()).contains("Too many requests");
    assertThat(get(address, "Cookie", "a=b").status()).as("the address").isEqualTo(401);
  }

  @Test
  void aStoreThatKnowsTheTokenIsNotRefusedForOthersAtTheAddress() {
    var right = Map.of("Authorization", "Bearer " + TestServer.TOKEN);
    assertThat(send("POST", EVENTS, NO_RECORDS, address, right).status()).isEqualTo(200);

    owe(address);

    assertThat(send("POST", EVENTS, NO_RECORDS, address, right).status()).isEqualTo(200);
  }

  @Test
  void anAddressOfIpv6CountsByItsFirst64Bits() {
    owe("2001:db8:0:1::1");

    assertThat(get("2001:db8:0:1:ffff::2", "Cookie", "reload_session=x").status()).isEqualTo(429);
    assertThat(get("2001:db8:0:2::1", "Cookie", "reload_session=x").status()).isEqualTo(401);
  }

  @Test
  void aUserWhoRestsAtOneAddressSignsInAtAnother() {
    for (var i = 0; i < 3; i++) {
      assertThat(signIn(address, "root", "wrong").status()).isEqualTo(401);
    }
    var refused = signIn(address, "root", "root?");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers().get("retry-after")).isEqualTo("1");
    assertThat(refused.text()).contains("Too many wrong passwords");
    assertThat(signIn("198.51.100.3", "root", "root!").status()).isEqualTo(201);
  }

  @Test
  void theAuditLogHasTheAddressOfTheClient() {
    var dataset =
        "{\"domain\":\"audit\",\"name\":\"proxied\",\"fileType\":\"csv\","
            + "\"updateMethod\":\"reload\",\"notify\":[\"ana@example.com\"]}";
    assertThat(send("POST", "/api/v1/datasets", dataset, "1.1.1.1, " + address, root()).status())
        .isEqualTo(201);
    var audit = send("GET", "/api/v1/datasets/audit/proxied/audit", null, address, root());

    assertThat(audit.json().path("audit").path(0).path("address").asText()).isEqualTo(address);
  }

  /** Sends wrong secrets in parallel, so that the address is refused for some seconds. */
  private static void owe(String address) {
    server.untilRefused(() -> Kind.API_TOKEN.send(address, 0));
  }

  /** Sends wrong secrets one after another until the address is refused. */
  private static Reply exhaust(String address, Kind kind) {
    var count = new int[1];
    return repeat(() -> kind.send(address, count[0]++));
  }

  /** A machine so slow that it never exceeds the rate fails here. */
  private static Reply repeat(Supplier<Reply> request) {
    for (var i = 0; i < 500; i++) {
      var reply = request.get();
      if (reply.text().contains("Too many requests")) {
        assertThat(reply.status()).isEqualTo(429);
        return reply;
      }
      assertThat(reply.status()).isIn(401, 429);
    }
    throw new AssertionError("500 wrong secrets are not refused");
  }

  private static String token() {
    var request = "{\"name\":\"nightly\",\"scopes\":[\"view\"]}";
    return send("POST", "/api/v1/tokens", request, "198.51.100.4", root())
        .json()
        .path("value")
        .asText();
  }

  private static Reply signIn(String address, String user, String password) {
    var body = "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    return send("POST", SESSION, body, address, Map.of());
  }

  private static Reply get(String address, String header, String value) {
    return send("GET", ME, null, address, Map.of(header, value));
  }

  private static Reply send(
      String method, String path, String body, String address, Map<String, String> more) {
    var headers = new HashMap<>(more);
    headers.put("X-Forwarded-For", address);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    return server.send(method, path, body, headers);
  }

  private static Map<String, String> root() {
    return Map.of("Authorization", ROOT);
  }

  private static String basic(String id, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((id + ":" + password).getBytes(UTF_8));
  }
}
