package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.security.AuthenticationResult.Authenticated;
import org.datareload.security.AuthenticationResult.Refused;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasicAuthenticationTest extends DatabaseContract {
  private static final Principal ANA = new Principal("ana", null, false);
  private static final URI PAGE = URI.create("https://lake.example.org");

  @TempDir Path folder;
  private Path file;
  private Users users;
  private Sessions sessions;
  private Tokens tokens;
  private BasicAuthentication authentication;

  BasicAuthenticationTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void createUser() throws IOException {
    file = folder.resolve("users.properties");
    users = new Users(UserFiles.write(file, "ana", "pass:wörd"), 0);
    sessions = new Sessions(jdbi.onDemand(SessionSql.class), users);
    tokens = tokens(false);
    authentication = authentication();
  }

  private Tokens tokens(boolean endWithPassword) {
    var settings = new TokenSettings(366, endWithPassword);
    return new Tokens(jdbi.onDemand(TokenSql.class), users, settings);
  }

  private BasicAuthentication authentication() {
    var signIns = jdbi.onDemand(SignInSql.class);
    return new BasicAuthentication(users, signIns, sessions, tokens, PAGE);
  }

  @Test
  void acceptsTheRightPassword() {
    assertThat(authentication.authenticate(basic("ana", "pass:wörd", "192.0.2.1")))
        .isEqualTo(new Authenticated(ANA));
    assertThat(status(authentication.authenticate(basic("ana", "wrong", "192.0.2.1"))))
        .isEqualTo(401);
    assertThat(status(authentication.authenticate(basic("eve", "pass:wörd", "192.0.2.1"))))
        .isEqualTo(401);
    assertThat(status(authentication.authenticate(basic("ana", "", "192.0.2.2")))).isEqualTo(401);
    assertThat(status(authentication.authenticate(basic("ana", "x".repeat(100), "192.0.2.2"))))
        .isEqualTo(401);
  }

  @Test
  void refusesOtherCredentials() {
    for (var header :
        List.of("", "Basic", "Basic ###", "Basic YW5h", "Bearer x", "Digest x", "Bearer rl_x")) {
      var refused = (Refused) authentication.authenticate(authorized(header));
      assertThat(refused.status()).as(header).isEqualTo(401);
      assertThat(refused.challenge()).startsWith("Basic ");
    }
  }

  @Test
  void doesNotMakeBrowsersOpenAPasswordDialog() {
    var credentials =
        new RequestCredentials("GET", null, null, null, "same-origin", null, "192.0.2.1");

    assertThat(((Refused) authentication.authenticate(credentials)).challenge())
        .startsWith("Bearer ");
  }

  @Test
  void acceptsASessionUntilItIsClosed() {
    var value = sessions.open("ana");
    assertThat(authentication.authenticate(read(value))).isEqualTo(new Authenticated(ANA));

    sessions.close(value);
    assertThat(status(authentication.authenticate(read(value)))).isEqualTo(401);
  }

  @Test
  void storesOnlyAHashOfASession() {
    var value = sessions.open("ana");

    var row = jdbi.withHandle(h -> h.createQuery("SELECT * FROM page_session").mapToMap().one());
    assertThat(row.toString()).doesNotContain(value);
  }

  @Test
  void endsASessionTwelveHoursAfterItsLastUse() {
    var value = sessions.open("ana");
    expireIn(value, "'10' MINUTE");
    assertThat(authentication.authenticate(read(value))).isEqualTo(new Authenticated(ANA));
    assertThat(expiresLaterThan(value, "'11' HOUR")).isTrue();

    expireIn(value, "'-1' SECOND");
    assertThat(status(authentication.authenticate(read(value)))).isEqualTo(401);
  }

  @Test
  void extendsNoSessionBeyondAWeek() {
    var value = sessions.open("ana");
    expireIn(value, "'10' MINUTE");
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE page_session SET created_at = CURRENT_TIMESTAMP - INTERVAL '8' DAY"));
    authentication.authenticate(read(value));

    assertThat(expiresLaterThan(value, "'11' MINUTE")).isFalse();
  }

  @Test
  void endsSessionsWhenThePasswordChanges() throws IOException {
    var value = sessions.open("ana");
    authentication.authenticate(basic("ana", "pass:wörd", "192.0.2.1"));

    UserFiles.write(file, "ana", "another", "# longer");

    assertThat(status(authentication.authenticate(read(value)))).isEqualTo(401);
    assertThat(status(authentication.authenticate(basic("ana", "pass:wörd", "192.0.2.1"))))
        .isEqualTo(401);
  }

  @Test
  void keepsTokensWhenThePasswordChangesUnlessTheyEndWithIt() throws IOException {
    var value = token();
    UserFiles.write(file, "ana", "another", "# longer");

    assertThat(authentication.authenticate(authorized("Bearer " + value)))
        .isInstanceOf(Authenticated.class);
    tokens = tokens(true);
    authentication = authentication();
    var refused = (Refused) authentication.authenticate(authorized("Bearer " + value));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.detail()).contains("password of ana has changed", "create another token");
    assertThat(tokens.of("ana").get(0).refusal()).isEqualTo(refused.detail());
    assertThat(authentication.authenticate(authorized("Bearer " + token())))
        .isInstanceOf(Authenticated.class);
  }

  @Test
  void endsTokensOfOlderProgramsWithThePasswordThatTheyWereLastUsedUnder() throws IOException {
    tokens = tokens(true);
    authentication = authentication();
    var value = token();
    jdbi.useHandle(handle -> handle.execute("UPDATE api_token SET credential = NULL"));

    assertThat(authentication.authenticate(authorized("Bearer " + value)))
        .isInstanceOf(Authenticated.class);
    UserFiles.write(file, "ana", "another", "# longer");

    assertThat(status(authentication.authenticate(authorized("Bearer " + value)))).isEqualTo(401);
  }

  private String token() {
    return tokens.create("ana", new TokenRequest("t", List.of("view"), null, null)).value();
  }

  @Test
  void endsSessionsAndTokensWhenTheUserIsRemoved() throws IOException {
    var session = sessions.open("ana");
    var token = token();
    assertThat(authentication.authenticate(authorized("Bearer " + token)))
        .isInstanceOf(Authenticated.class);

    Files.writeString(file, UserFiles.user("bob", "two") + "# longer");

    assertThat(status(authentication.authenticate(read(session)))).isEqualTo(401);
    assertThat(status(authentication.authenticate(authorized("Bearer " + token)))).isEqualTo(401);
  }

  @Test
  void acceptsWritesByCookieFromThePageOnly() {
    var cookie = "a=b; reload_session=" + sessions.open("ana") + "; c=d";
    var own = PAGE.toString();

    assertThat(change(cookie, own, "same-origin", "page")).isInstanceOf(Authenticated.class);
    assertThat(change(cookie, null, "same-origin", "page")).isInstanceOf(Authenticated.class);
    assertThat(change(cookie, own, null, "page")).isInstanceOf(Authenticated.class);
    assertThat(status(change(cookie, own, "same-origin", null))).isEqualTo(403);
    assertThat(status(change(cookie, own, "same-origin", " "))).isEqualTo(403);
    assertThat(status(change(cookie, null, null, "page"))).isEqualTo(403);
    assertThat(status(change(cookie, "https://evil.org", null, "page"))).isEqualTo(403);
    assertThat(status(change(cookie, own, "cross-site", "page"))).isEqualTo(403);
    assertThat(status(change(cookie, "null", null, "page"))).isEqualTo(403);
  }

  @Test
  void prefersTheHeaderToTheCookie() {
    var cookie = "reload_session=" + sessions.open("ana");
    var credentials =
        new RequestCredentials("GET", "Bearer wrong", cookie, null, null, null, "192.0.2.1");

    assertThat(status(authentication.authenticate(credentials))).isEqualTo(401);
  }

  @Test
  void refusesToSignInForAnotherSite() {
    var foreign =
        new RequestCredentials("POST", null, null, "https://evil.org", null, null, "192.0.2.1");
    var script = new RequestCredentials("POST", null, null, null, null, null, "192.0.2.1");

    assertThat(status(authentication.signIn("ana", "pass:wörd", foreign))).isEqualTo(403);
    assertThat(authentication.signIn("ana", "pass:wörd", script)).isEqualTo(new Authenticated(ANA));
  }

  private AuthenticationResult change(
      String cookie, String origin, String fetchSite, String requestedBy) {
    return authentication.authenticate(
        new RequestCredentials("POST", null, cookie, origin, fetchSite, requestedBy, "192.0.2.1"));
  }

  private static RequestCredentials read(String session) {
    var cookie = "reload_session=" + session;
    return new RequestCredentials("GET", null, cookie, null, "same-origin", null, "192.0.2.1");
  }

  private static RequestCredentials basic(String user, String password, String address) {
    var text = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return new RequestCredentials("POST", "Basic " + text, null, null, null, null, address);
  }

  private static RequestCredentials authorized(String header) {
    return new RequestCredentials("POST", header, null, null, null, null, "192.0.2.1");
  }

  private static int status(AuthenticationResult result) {
    return result instanceof Refused refused ? refused.status() : 200;
  }

  private void expireIn(String value, String interval) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE page_session SET expires_at = CURRENT_TIMESTAMP + INTERVAL "
                    + interval
                    + " WHERE id_hash = ?",
                Sha256.hex(value)));
  }

  private boolean expiresLaterThan(String value, String interval) {
    var count =
        "SELECT COUNT(*) FROM page_session WHERE id_hash = ? AND expires_at > CURRENT_TIMESTAMP"
            + " + INTERVAL "
            + interval;
    return jdbi.withHandle(
            handle -> handle.select(count, Sha256.hex(value)).mapTo(Integer.class).one())
        == 1;
  }
}
