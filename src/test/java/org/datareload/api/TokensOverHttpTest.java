package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer.Reply;
import org.datareload.security.UserFiles;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API tokens as their owners and administrators see and end them. */
class TokensOverHttpTest {
  private static final String TOKENS = "/api/v1/tokens";
  private static final String ALL_TOKENS = "/api/v1/users/tokens";

  @TempDir static Path folder;
  private static TestServer server;
  private static Jdbi jdbi;

  @BeforeAll
  static void start() throws IOException {
    var file = folder.resolve("users.properties");
    var others = UserFiles.user("ana", "ana!") + UserFiles.user("ben", "ben!");
    UserFiles.write(file, "root", "root!", "user.root.admin=true", others);
    var given = new HashMap<>(TestServer.onPostgres());
    given.put("reload.auth", "basic");
    given.put("reload.users.file", file.toString());
    given.put("reload.tokens.max-days", "30");
    jdbi = Jdbi.create(given.get("reload.db.url"), given.get("reload.db.user"), "");
    // Before the start: housekeeping runs a second after it, and then once a minute.
    insertEnded();
    server = new TestServer(given);
  }

  private static void insertEnded() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                """
                INSERT INTO api_token (id, user_id, name, secret_hash, actions, expires_at)
                VALUES ('ended', 'ana', 'a', 'b', 'VIEW', CURRENT_TIMESTAMP - INTERVAL '1' DAY)
                """));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void areListedForAdministratorsWithOwnerScopeAndTimes() {
    var made = create("ana", "{\"name\":\"listed\",\"scopes\":[\"upload\"]}");
    create("ben", "{\"name\":\"of ben\",\"scopes\":[\"view\"]}");
    use(made);

    var all = names(send("root", "GET", ALL_TOKENS));
    assertThat(all).contains("listed", "of ben");
    var ofAna = send("root", "GET", ALL_TOKENS + "?user=ana").json().path("tokens");
    assertThat(ofAna).allSatisfy(token -> assertThat(token.path("user").asText()).isEqualTo("ana"));
    var token = ofAna.get(0);
    assertThat(token.path("name").asText()).isEqualTo("listed");
    assertThat(token.path("scopes").toString()).isEqualTo("[\"view\",\"upload\"]");
    assertThat(token.path("createdAt").asText()).isNotEmpty();
    assertThat(token.path("expiresAt").asText()).isNotEmpty();
    assertThat(token.path("lastUsedAt").asText()).isNotEmpty();
    assertThat(token.path("refusal").isNull()).isTrue();
    assertThat(token.has("value")).isFalse();
    assertThat(token.toString()).doesNotContain(made.json().path("value").asText().substring(30));
    assertThat(send("ana", "GET", ALL_TOKENS).status()).isEqualTo(403);
  }

  @Test
  void areListedPageByPage() {
    for (var i = 0; i < 5; i++) {
      create("ben", "{\"name\":\"page" + i + "\",\"scopes\":[\"view\"]}");
    }
    var whole = names(send("root", "GET", ALL_TOKENS + "?user=ben"));
    var paged = new ArrayList<String>();
    var next = "";
    do {
      var page = send("root", "GET", ALL_TOKENS + "?user=ben&limit=2" + next);
      paged.addAll(names(page));
      next = page.json().path("next").isNull() ? "" : "&after=" + page.json().path("next").asText();
    } while (!next.isEmpty());

    assertThat(paged).hasSizeGreaterThanOrEqualTo(5).isEqualTo(whole);
  }

  @Test
  void areRevokedByTheirOwnerAndByAdministrators() {
    var made = create("ana", "{\"name\":\"a\",\"scopes\":[\"view\"]}");
    var path = made.headers().get("location");
    assertThat(use(made)).isEqualTo(200);

    assertThat(send("ben", "DELETE", path).status()).isEqualTo(404);
    assertThat(use(made)).isEqualTo(200);
    assertThat(send("root", "DELETE", path).status()).isEqualTo(204);

    assertThat(use(made)).isEqualTo(401);
    assertThat(send("root", "DELETE", path).status()).isEqualTo(404);
    assertThat(audited("revokeToken")).contains("root {\"id\":\"" + path.substring(15) + "\"}");
  }

  @Test
  void areAllRevokedByOneRequest() {
    var first = create("ana", "{\"name\":\"a\",\"scopes\":[\"view\"]}");
    var second = create("ana", "{\"name\":\"b\",\"scopes\":[\"view\"]}");
    var ofBen = create("ben", "{\"name\":\"c\",\"scopes\":[\"view\"]}");

    assertThat(send("ben", "DELETE", TOKENS + "?user=ana").status()).isEqualTo(403);
    assertThat(use(first)).isEqualTo(200);
    var revoked = send("ana", "DELETE", TOKENS);
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(revoked.json().path("revoked").asInt()).isGreaterThanOrEqualTo(2);

    assertThat(use(first)).isEqualTo(401);
    assertThat(use(second)).isEqualTo(401);
    assertThat(names(send("ana", "GET", TOKENS))).isEmpty();
    assertThat(use(ofBen)).isEqualTo(200);
    assertThat(send("ana", "DELETE", TOKENS).json().path("revoked").asInt()).isZero();
    assertThat(send("root", "DELETE", TOKENS + "?user=ben").json().path("revoked").asInt())
        .isPositive();
    assertThat(use(ofBen)).isEqualTo(401);
    assertThat(audited("revokeTokens")).contains("ana {}", "root {\"user\":\"ben\"}");
  }

  @Test
  void cannotManageTokensEvenOfAdministrators() {
    var made = create("root", "{\"name\":\"a\",\"scopes\":[\"own\"]}");
    var value = "Bearer " + made.json().path("value").asText();

    for (var request : List.of("GET " + ALL_TOKENS, "DELETE " + TOKENS + "?user=ana")) {
      var parts = request.split(" ");
      var reply = server.send(parts[0], parts[1], null, Map.of("Authorization", value));
      assertThat(reply.status()).as(request).isEqualTo(403);
    }
  }

  @Test
  void areNotMadeForLongerThanTheMaximum() {
    var refused = post("ana", "{\"name\":\"a\",\"scopes\":[\"view\"],\"days\":31}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("days must be 1 to 30");
    assertThat(create("ana", "{\"name\":\"a\",\"scopes\":[\"view\"],\"days\":30}").status())
        .isEqualTo(201);
  }

  @Test
  void areDeletedByHousekeepingOnceTheyHaveEnded() {
    await()
        .atMost(TestServer.WAIT)
        .until(
            () ->
                jdbi.withHandle(
                    handle ->
                        handle
                                .select("SELECT COUNT(*) FROM api_token WHERE id = 'ended'")
                                .mapTo(Integer.class)
                                .one()
                            == 0));
  }

  private static List<String> audited(String action) {
    return jdbi.withHandle(
        handle ->
            handle
                .select("SELECT user_id || ' ' || detail FROM audit WHERE action = ?", action)
                .mapTo(String.class)
                .list());
  }

  private static List<String> names(Reply reply) {
    var names = new ArrayList<String>();
    reply.json().path("tokens").forEach(token -> names.add(token.path("name").asText()));
    return names;
  }

  private static int use(Reply made) {
    var value = "Bearer " + made.json().path("value").asText();
    return server.send("GET", "/api/v1/me", null, Map.of("Authorization", value)).status();
  }

  private static Reply create(String user, String body) {
    var reply = post(user, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply;
  }

  private static Reply post(String user, String body) {
    var headers = Map.of("Authorization", basic(user), "Content-Type", "application/json");
    return server.send("POST", TOKENS, body, headers);
  }

  private static Reply send(String user, String method, String path) {
    return server.send(method, path, null, Map.of("Authorization", basic(user)));
  }

  private static String basic(String user) {
    var login = (user + ":" + user + "!").getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }
}
