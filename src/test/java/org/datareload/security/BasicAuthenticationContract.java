package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.security.AuthenticationResult.Admitted;
import org.datareload.security.AuthenticationResult.Refused;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class BasicAuthenticationContract extends DatabaseContract {
  private static final Principal ANA = new Principal("ana", null, false);
  private static final URI PAGE = URI.create("https://lake.example.org");

  @TempDir Path folder;
  private Path file;
  private Users users;
  private Sessions sessions;
  private Tokens tokens;
  private BasicAuthentication door;

  BasicAuthenticationContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openTheDoor() throws IOException {
    file = folder.resolve("users.properties");
    users = Users.read(UserFiles.write(file, "ana", "pass:wörd"));
    sessions = new Sessions(jdbi.onDemand(SessionSql.class), users);
    tokens = new Tokens(jdbi.onDemand(TokenSql.class), users);
    door = new BasicAuthentication(passwords(), sessions, tokens, PAGE);
  }

  private Passwords passwords() {
    return new Passwords(users, new LoginFailures(jdbi.onDemand(LoginFailureSql.class)));
  }

  @Test
  void letsInByPassword() {
    assertThat(door.of(basic("ana", "pass:wörd", "192.0.2.1"))).isEqualTo(new Admitted(ANA));
    assertThat(status(door.of(basic("ana", "wrong", "192.0.2.1")))).isEqualTo(401);
    assertThat(status(door.of(basic("eve", "pass:wörd", "192.0.2.1")))).isEqualTo(401);
    assertThat(status(door.of(basic("ana", "", "192.0.2.1")))).isEqualTo(401);
    assertThat(status(door.of(basic("ana", "x".repeat(100), "192.0.2.1")))).isEqualTo(401);
  }

  @Test
  void refusesWhatIsNoCredential() {
    for (var header :
        List.of("", "Basic", "Basic ###", "Basic YW5h", "Bearer x", "Digest x", "Bearer rl_x")) {
      var verdict = (Refused) door.of(shown(header));
      assertThat(verdict.status()).as(header).isEqualTo(401);
      assertThat(verdict.challenge()).startsWith("Basic ");
    }
  }

  @Test
  void sparesBrowsersTheirOwnWindowForPasswords() {
    var credentials =
        new RequestCredentials("GET", null, null, null, "same-origin", null, "192.0.2.1");

    assertThat(((Refused) door.of(credentials)).challenge()).startsWith("Bearer ");
  }

  @Test
  void letsAUserRestAfterFiveWrongPasswordsWhereverTheyComeFrom() {
    for (int i = 0; i < 5; i++) {
      assertThat(status(door.of(basic("ana", "wrong", "192.0.2." + i)))).isEqualTo(401);
    }
    var refused = (Refused) door.of(basic("ana", "pass:wörd", "198.51.100.1"));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.retryAfter()).isBetween(1, 60);
    assertThat(
            status(
                new BasicAuthentication(passwords(), sessions, tokens, PAGE)
                    .of(basic("ana", "pass:wörd", "198.51.100.1"))))
        .as("in another process")
        .isEqualTo(429);
  }

  @Test
  void letsAnAddressRestAfterFiveWrongPasswordsWhomeverTheyAreFor() {
    for (int i = 0; i < 5; i++) {
      assertThat(status(door.of(basic("eve" + i, "wrong", "192.0.2.1")))).isEqualTo(401);
    }

    assertThat(status(door.of(basic("ana", "pass:wörd", "192.0.2.1")))).isEqualTo(429);
    assertThat(door.of(basic("ana", "pass:wörd", "192.0.2.2"))).isEqualTo(new Admitted(ANA));
  }

  @Test
  void forgetsWrongPasswordsAfterAMinute() {
    for (int i = 0; i < 5; i++) {
      door.of(basic("ana", "wrong", "192.0.2.1"));
    }
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE login_failure SET since = CURRENT_TIMESTAMP - INTERVAL '61' SECOND"));

    assertThat(status(door.of(basic("ana", "wrong", "192.0.2.1")))).isEqualTo(401);
    assertThat(door.of(basic("ana", "pass:wörd", "192.0.2.1"))).isEqualTo(new Admitted(ANA));
  }

  @Test
  void letsInBySessionUntilItEnds() {
    var value = sessions.open("ana");
    assertThat(door.of(reading(value))).isEqualTo(new Admitted(ANA));

    sessions.close(value);
    assertThat(status(door.of(reading(value)))).isEqualTo(401);
  }

  @Test
  void keepsOfASessionOnlyAHash() {
    var value = sessions.open("ana");

    var row = jdbi.withHandle(h -> h.createQuery("SELECT * FROM page_session").mapToMap().one());
    assertThat(row.toString()).doesNotContain(value);
  }

  @Test
  void endsASessionTwelveHoursAfterItsLastUse() {
    var value = sessions.open("ana");
    expireIn(value, "'10' MINUTE");
    assertThat(door.of(reading(value))).isEqualTo(new Admitted(ANA));
    assertThat(expiresLaterThan(value, "'11' HOUR")).isTrue();

    expireIn(value, "'-1' SECOND");
    assertThat(status(door.of(reading(value)))).isEqualTo(401);
  }

  @Test
  void prolongsNoSessionBeyondAWeek() {
    var value = sessions.open("ana");
    expireIn(value, "'10' MINUTE");
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE page_session SET created_at = CURRENT_TIMESTAMP - INTERVAL '8' DAY"));
    door.of(reading(value));

    assertThat(expiresLaterThan(value, "'11' MINUTE")).isFalse();
  }

  @Test
  void endsSessionsAndProofsWithThePassword() throws IOException {
    var value = sessions.open("ana");
    door.of(basic("ana", "pass:wörd", "192.0.2.1"));

    UserFiles.write(file, "ana", "another", "# longer");

    await()
        .atMost(ofSeconds(10))
        .untilAsserted(() -> assertThat(status(door.of(reading(value)))).isEqualTo(401));
    assertThat(status(door.of(basic("ana", "pass:wörd", "192.0.2.1")))).isEqualTo(401);
  }

  @Test
  void endsSessionsAndTokensWithTheUser() throws IOException {
    var session = sessions.open("ana");
    var token = tokens.create("ana", new TokenRequest("t", List.of("view"), null, null)).value();
    assertThat(door.of(shown("Bearer " + token))).isInstanceOf(Admitted.class);

    Files.writeString(file, UserFiles.user("bob", "two") + "# longer");

    await()
        .atMost(ofSeconds(10))
        .untilAsserted(() -> assertThat(status(door.of(reading(session)))).isEqualTo(401));
    assertThat(status(door.of(shown("Bearer " + token)))).isEqualTo(401);
  }

  @Test
  void takesAChangeByCookieFromThePageAlone() {
    var cookie = "a=b; reload_session=" + sessions.open("ana") + "; c=d";
    var own = PAGE.toString();

    assertThat(change(cookie, own, "same-origin", "page")).isInstanceOf(Admitted.class);
    assertThat(change(cookie, null, "same-origin", "page")).isInstanceOf(Admitted.class);
    assertThat(change(cookie, own, null, "page")).isInstanceOf(Admitted.class);
    assertThat(status(change(cookie, own, "same-origin", null))).isEqualTo(403);
    assertThat(status(change(cookie, own, "same-origin", " "))).isEqualTo(403);
    assertThat(status(change(cookie, null, null, "page"))).isEqualTo(403);
    assertThat(status(change(cookie, "https://evil.org", null, "page"))).isEqualTo(403);
    assertThat(status(change(cookie, own, "cross-site", "page"))).isEqualTo(403);
    assertThat(status(change(cookie, "null", null, "page"))).isEqualTo(403);
  }

  @Test
  void countsACredentialInTheHeaderBeforeTheCookie() {
    var cookie = "reload_session=" + sessions.open("ana");
    var credentials =
        new RequestCredentials("GET", "Bearer wrong", cookie, null, null, null, "192.0.2.1");

    assertThat(status(door.of(credentials))).isEqualTo(401);
  }

  @Test
  void signsNobodyInForAnotherSite() {
    var foreign =
        new RequestCredentials("POST", null, null, "https://evil.org", null, null, "192.0.2.1");
    var script = new RequestCredentials("POST", null, null, null, null, null, "192.0.2.1");

    assertThat(status(door.signIn("ana", "pass:wörd", foreign))).isEqualTo(403);
    assertThat(door.signIn("ana", "pass:wörd", script)).isEqualTo(new Admitted(ANA));
  }

  private AuthenticationResult change(
      String cookie, String origin, String fetchSite, String requestedBy) {
    return door.of(
        new RequestCredentials("POST", null, cookie, origin, fetchSite, requestedBy, "192.0.2.1"));
  }

  private static RequestCredentials reading(String session) {
    var cookie = "reload_session=" + session;
    return new RequestCredentials("GET", null, cookie, null, "same-origin", null, "192.0.2.1");
  }

  private static RequestCredentials basic(String user, String password, String address) {
    var text = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return new RequestCredentials("POST", "Basic " + text, null, null, null, null, address);
  }

  private static RequestCredentials shown(String header) {
    return new RequestCredentials("POST", header, null, null, null, null, "192.0.2.1");
  }

  private static int status(AuthenticationResult verdict) {
    return verdict instanceof Refused refused ? refused.status() : 200;
  }

  private void expireIn(String value, String interval) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE page_session SET expires_at = CURRENT_TIMESTAMP + INTERVAL "
                    + interval
                    + " WHERE id_hash = ?",
                Secret.hash(value)));
  }

  private boolean expiresLaterThan(String value, String interval) {
    var count =
        "SELECT COUNT(*) FROM page_session WHERE id_hash = ? AND expires_at > CURRENT_TIMESTAMP"
            + " + INTERVAL "
            + interval;
    return jdbi.withHandle(
            handle -> handle.select(count, Secret.hash(value)).mapTo(Integer.class).one())
        == 1;
  }
}
