package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.datareload.api.TestServer.Reply;
import org.datareload.security.UserFiles;

/** The documented responses of the operations about users, on a server with sign-in. */
final class UserCases implements AutoCloseable {
  private static final String MEMBERS = "/api/v1/datasets/walk/people/members";
  private static final String NONE = "/api/v1/datasets/walk/nothing/members";
  private static final String SESSION = "/api/v1/session";
  private static final String TOKENS = "/api/v1/tokens";
  private static final String ROLE = "{\"role\":\"reader\"}";
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("root:root!".getBytes(UTF_8));

  private final Map<String, Supplier<Reply>> cases = new TreeMap<>();
  private final TestServer server;

  UserCases() {
    try {
      var file = Files.createTempFile("users", ".properties");
      UserFiles.write(file, "root", "root!", "user.root.admin=true");
      server = new TestServer(Map.of("reload.auth", "basic", "reload.users.file", file.toString()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    send(
        "POST",
        "/api/v1/datasets",
        """
        {"domain":"walk","name":"people","fileType":"csv","updateMethod":"reload",
         "notify":["ana@example.com"]}
        """);
    sessions();
    tokens();
    members();
  }

  Map<String, Supplier<Reply>> cases() {
    return cases;
  }

  @Override
  public void close() {
    server.close();
  }

  private void sessions() {
    cases.put("signIn 201", () -> send("POST", SESSION, login("root!")));
    cases.put("signIn 401", () -> send("POST", SESSION, login("wrong")));
    cases.put("signIn 404", UserCases::signInWithoutPasswords);
    bodies("signIn", "POST", SESSION);
    cases.put("signOut 204", () -> send("DELETE", SESSION, null));
  }

  private void tokens() {
    cases.put("listTokens 200", this::listed);
    cases.put("createToken 201", this::made);
    cases.put(
        "createToken 404",
        () ->
            send(
                "POST",
                TOKENS,
                "{\"name\":\"a\",\"scopes\":[\"view\"],\"dataset\":\"walk/nothing\"}"));
    bodies("createToken", "POST", TOKENS);
    cases.put("listAllTokens 200", this::listedAll);
    cases.put("listAllTokens 422", () -> send("GET", "/api/v1/users/tokens?user=%20", null));
    cases.put("revokeTokens 200", () -> send("DELETE", TOKENS + "?user=ben", null));
    cases.put("revokeTokens 422", () -> send("DELETE", TOKENS + "?user=%20", null));
    cases.put("revokeToken 204", () -> send("DELETE", made().headers().get("location"), null));
    cases.put("revokeToken 404", () -> send("DELETE", TOKENS + "/none", null));
  }

  private void members() {
    cases.put("listMembers 200", () -> send("GET", MEMBERS, null));
    cases.put("listMembers 404", () -> send("GET", NONE, null));
    cases.put("listMembers 422", () -> send("GET", MEMBERS + "?limit=0", null));
    cases.put("putMember 200", () -> send("PUT", MEMBERS + "/ana", ROLE));
    cases.put("putMember 404", () -> send("PUT", NONE + "/ana", ROLE));
    cases.put("putMember 409", () -> send("PUT", MEMBERS + "/root", ROLE));
    bodies("putMember", "PUT", MEMBERS + "/ana");
    cases.put("removeMember 204", this::removed);
    cases.put("removeMember 404", () -> send("DELETE", MEMBERS + "/nobody", null));
    cases.put("removeMember 409", () -> send("DELETE", MEMBERS + "/root", null));
    var audit = MEMBERS.replace("members", "audit");
    cases.put("listAudit 200", () -> send("GET", audit, null));
    cases.put("listAudit 404", () -> send("GET", NONE.replace("members", "audit"), null));
    cases.put("listAudit 422", () -> send("GET", audit + "?after=~", null));
    cases.put("listAllAudit 200", () -> send("GET", "/api/v1/audit?limit=3", null));
    cases.put("listAllAudit 422", () -> send("GET", "/api/v1/audit?after=~", null));
  }

  private void bodies(String id, String method, String path) {
    cases.put(id + " 400", () -> send(method, path, "{"));
    cases.put(id + " 415", () -> send(method, path, "{}", "text/plain"));
    cases.put(id + " 422", () -> send(method, path, "{\"odd\":1}"));
  }

  private Reply made() {
    return send("POST", TOKENS, "{\"name\":\"nightly\",\"scopes\":[\"process\"]}");
  }

  private Reply listed() {
    made();
    return send("GET", TOKENS, null);
  }

  private Reply listedAll() {
    made();
    return send("GET", "/api/v1/users/tokens?limit=1", null);
  }

  private Reply removed() {
    send("PUT", MEMBERS + "/ben", ROLE);
    return send("DELETE", MEMBERS + "/ben", null);
  }

  private static Reply signInWithoutPasswords() {
    try (var other = new TestServer(Map.of())) {
      return other.post(SESSION, login("root!"));
    }
  }

  private static String login(String password) {
    return "{\"user\":\"root\",\"password\":\"" + password + "\"}";
  }

  private Reply send(String method, String path, String body) {
    return send(method, path, body, "application/json");
  }

  private Reply send(String method, String path, String body, String type) {
    var headers = new HashMap<>(Map.of("Authorization", BASIC));
    if (body != null) {
      headers.put("Content-Type", type);
    }
    return server.send(method, path, body, headers);
  }
}
