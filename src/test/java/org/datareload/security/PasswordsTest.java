package org.datareload.security;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datareload.security.AuthenticationResult.Authenticated;
import org.datareload.security.AuthenticationResult.Refused;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guessing passwords costs those who guess, and nobody else. */
class PasswordsTest extends DatabaseContract {
  private static final String HERE = "192.0.2.1";
  private static final String ELSEWHERE = "198.51.100.1";

  private final ExecutorService callers = Executors.newCachedThreadPool();
  @TempDir Path folder;
  private Users users;
  private SignInSql sql;
  private Passwords passwords;

  PasswordsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void createUsers() throws Exception {
    // Ben's hash is four times as fast to check as Ana's.
    var file = folder.resolve("users.properties");
    var ana = "user.ana.password=" + HashPassword.hash("right", 10);
    users = new Users(UserFiles.write(file, "ben", "two", ana), 0);
    sql = jdbi.onDemand(SignInSql.class);
    passwords = new Passwords(users, sql);
  }

  @AfterEach
  void endCallers() {
    callers.shutdownNow();
  }

  @Test
  void theThirdWrongPasswordMakesUserAndAddressRestForLongerEachTime() {
    for (var i = 0; i < 3; i++) {
      assertThat(status("ana", "wrong", HERE)).isEqualTo(401);
    }
    for (var seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
      var refused = (Refused) check("ana", "right", HERE);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.retryAfter()).isBetween(seconds - 1, seconds).isPositive();
      assertThat(refused.detail()).contains(refused.retryAfter() + " s");
      pass(seconds);
      assertThat(status("ana", "wrong", HERE)).as("after %s s", seconds).isEqualTo(401);
    }
  }

  @Test
  void aRestEndsByItselfAndTheRightPasswordForgetsTheWrongOnes() {
    guess("ana", HERE, 3);
    pass(1);

    assertThat(status("ana", "right", HERE)).isEqualTo(200);
    assertThat(new Passwords(users, sql).check("ana", "wrong", from(HERE)))
        .as("in another process")
        .isEqualTo(AuthenticationResult.unauthenticated("Wrong user or password"));
    guess("ana", HERE, 2);
    assertThat(status("ana", "wrong", HERE)).isEqualTo(429);
  }

  @Test
  void wrongPasswordsAreForgottenAfterTenMinutes() {
    guess("ana", HERE, 8);
    pass(601);

    guess("ana", HERE, 3);
    assertThat(status("ana", "right", HERE)).isEqualTo(429);
    assertThat(rows("login_failure")).isEqualTo(3);
    pass(601);
    guess("ben", ELSEWHERE, 1);
    assertThat(rows("login_failure")).as("old rows are gone").isEqualTo(3);
  }

  @Test
  void aRightPasswordFromAnotherAddressIsTaken() {
    guess("ana", HERE, 9);

    assertThat(status("ana", "right", HERE)).isEqualTo(429);
    assertThat(status("ana", "right", ELSEWHERE)).isEqualTo(200);
    assertThat(status("ben", "two", HERE)).as("another user of the address").isEqualTo(200);
  }

  @Test
  void allProcessesShareTheCounts() {
    guess("ana", HERE, 3);

    var other = new Passwords(users, jdbi.onDemand(SignInSql.class));
    assertThat(status(other.check("ana", "right", from(HERE)))).isEqualTo(429);
  }

  @Test
  void anAddressOfIpv6CountsByItsFirst64Bits() {
    guess("ana", "2001:db8:0:1::1", 1);
    guess("ana", "2001:db8:0:1:ffff::2", 1);
    guess("ana", "2001:db8::1:0:0:0:3", 1);

    assertThat(status("ana", "right", "2001:db8:0:1::4")).isEqualTo(429);
    assertThat(status("ana", "right", "2001:db8:0:2::1")).isEqualTo(200);
  }

  @Test
  void manyAddressesGuessTwentyPasswordsOfAUserAMinuteAndDoNotLockTheUserOut() {
    assertThat(status("ana", "right", HERE)).isEqualTo(200);
    var guessed = IntStream.range(0, 50).map(i -> status("ana", "wrong", "203.0.113." + i));
    assertThat(guessed.filter(status -> status == 401)).hasSize(20);

    assertThat(status("ana", "right", ELSEWHERE)).as("shown a moment ago").isEqualTo(200);
    passwords = new Passwords(users, sql);
    assertThat(status("ana", "right", ELSEWHERE)).isEqualTo(429);
    assertThat(status("ana", "right", HERE)).as("where she signed in before").isEqualTo(200);
    assertThat(status("ben", "two", "203.0.113.77")).as("another user").isEqualTo(200);
    passwords = new Passwords(users, sql);
    pass(60);
    assertThat(status("ana", "right", ELSEWHERE)).isEqualTo(200);
  }

  @Test
  void anAddressGuessesTwentyPasswordsOfAnyUsersAMinute() {
    assertThat(status("ana", "right", HERE)).isEqualTo(200);
    var guessed = IntStream.range(0, 50).map(i -> status("eve" + i, "wrong", HERE));
    assertThat(guessed.filter(status -> status == 401)).hasSize(20);

    passwords = new Passwords(users, sql);
    assertThat(status("ana", "right", HERE)).as("who signed in there before").isEqualTo(200);
    assertThat(status("ben", "two", HERE)).isEqualTo(429);
    assertThat(status("ben", "two", ELSEWHERE)).isEqualTo(200);
  }

  @Test
  void anAddressIsKnownFor30DaysAfterASignIn() {
    assertThat(status("ana", "right", HERE)).isEqualTo(200);
    var subject = SignInSql.Subject.of("ana", from(HERE).network());
    assertThat(sql.isKnown(subject)).isTrue();
    update("UPDATE known_address SET used_at = CURRENT_TIMESTAMP - INTERVAL '31' DAY");
    assertThat(sql.isKnown(subject)).isFalse();

    assertThat(status("ben", "two", ELSEWHERE)).isEqualTo(200);
    assertThat(rows("known_address")).as("the old row is gone").isEqualTo(1);
  }

  @Test
  void refusedSignInsAreAuditedOnceAMinuteForUserAndAddress() {
    guess("ana", HERE, 3);
    for (var i = 0; i < 9; i++) {
      assertThat(status("ana", "wrong", HERE)).as("resting").isEqualTo(429);
    }
    assertThat(audited()).containsExactly("ana from 192.0.2.1");

    guess("ana", "2001:db8::1", 2);
    guess("ben", HERE, 1);
    assertThat(audited())
        .containsExactly("ana from 192.0.2.1", "ana from 2001:db8::1", "ben from 192.0.2.1");
    pass(61);
    guess("ana", HERE, 1);
    assertThat(audited()).hasSize(4);
  }

  @Test
  void inventedNamesAreNotAuditedSinceTheyMayBePasswords() {
    for (var name : List.of("eve", "", "correct horse", "x".repeat(5000), "a\0b", "é'\"")) {
      assertThat(status(name, "wrong", HERE)).isEqualTo(401);
    }

    assertThat(audited()).isEmpty();
    List<Map<String, Object>> rows =
        jdbi.withHandle(h -> h.createQuery("SELECT * FROM login_failure").mapToMap().list());
    assertThat(rows).hasSize(6 + 6 + 1).asString().doesNotContain("eve", "correct");
  }

  @Test
  void aFullQueueRefusesStrangersAtOnceAndNobodyWhoIsKnown() {
    var gate = new CountDownLatch(1);
    passwords = new Passwords(users, gated(gate));
    assertThat(status("ben", "two", HERE)).isEqualTo(200);
    var waiting = 16 + Math.max(1, Runtime.getRuntime().availableProcessors() / 2 - 1);
    var guesses =
        IntStream.range(0, waiting + 5)
            .mapToObj(i -> "203.0.113." + i)
            .map(address -> supplyAsync(() -> check("ana", "slow", address), callers))
            .toList();

    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> guesses.stream().filter(CompletableFuture::isDone).count() == 5);
    assertThat(guesses)
        .filteredOn(CompletableFuture::isDone)
        .extracting(CompletableFuture::join)
        .containsOnly(
            AuthenticationResult.unavailable("Too many sign-ins at once; try again in 5 s", 5));
    assertThat(status("ben", "two", "203.0.113.250")).as("shown a moment ago").isEqualTo(200);
    assertThat(status("ben", "wrong", HERE)).as("a known address").isEqualTo(401);
    gate.countDown();
    assertThat(guesses).extracting(guess -> status(guess.join())).contains(401, 503);
  }

  /** The statements, which wait at the gate before Ana's passwords are checked. */
  private SignInSql gated(CountDownLatch gate) {
    return (SignInSql)
        Proxy.newProxyInstance(
            SignInSql.class.getClassLoader(),
            new Class<?>[] {SignInSql.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("secondsToRest")
                  && arguments[0] instanceof SignInSql.Subject subject
                  && subject.user().equals(SignInSql.Subject.of("ana", HERE).user())) {
                gate.await();
              }
              try {
                return method.invoke(sql, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  @Test
  void aPasswordThatIsRightForOneOfManyRequestsIsCheckedOnce() {
    var checks =
        IntStream.range(0, 12)
            .mapToObj(i -> supplyAsync(() -> check("ana", "right", HERE), callers))
            .toList();

    assertThat(checks).allSatisfy(check -> assertThat(status(check.join())).isEqualTo(200));
  }

  @Test
  void theDatabaseDoesTheSameForAUserAndForAnInventedName() {
    assertThat(statements("ana", "wrong", HERE))
        .isNotEmpty()
        .isEqualTo(statements("eve", "wrong", ELSEWHERE));
    assertThat(statements("ana", "wrong", HERE)).isEqualTo(statements("eve", "wrong", ELSEWHERE));
    guess("ana", HERE, 1);
    guess("eve", ELSEWHERE, 1);
    assertThat(statements("ana", "wrong", HERE)).isEqualTo(statements("eve", "wrong", ELSEWHERE));
    assertThat(status("eve", "wrong", ELSEWHERE)).isEqualTo(429);
  }

  private List<String> statements(String userId, String password, String address) {
    var statements = new ArrayList<String>();
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            statements.add(context.getRenderedSql());
          }
        });
    check(userId, password, address);
    return statements;
  }

  /**
   * The probability that a wrong password for one takes longer than for the other: a half if time
   * tells nothing, and one where a hash is missing. The samples are taken in turns, so that other
   * work on this machine slows both.
   */
  @Test
  void theTimeOfAWrongPasswordTellsNothingAboutTheUser() {
    var names = List.of("ana", "ben", "eve");
    var samples = names.stream().map(name -> new ArrayList<Long>()).toList();
    for (var round = 0; round < 25; round++) {
      for (var i = 0; i < names.size(); i++) {
        update("DELETE FROM login_failure");
        var start = System.nanoTime();
        assertThat(status(names.get(i), "wrong", "203.0.113." + round)).isEqualTo(401);
        samples.get(i).add(System.nanoTime() - start);
      }
    }
    assertThat(longer(samples.get(0), samples.get(2))).isBetween(0.15, 0.85);
    assertThat(longer(samples.get(1), samples.get(2))).isBetween(0.15, 0.85);
  }

  private static double longer(List<Long> some, List<Long> others) {
    var pairs =
        some.stream().flatMap(one -> others.stream().map(other -> one > other ? 1 : 0)).toList();
    return pairs.stream().mapToInt(Integer::intValue).average().orElseThrow();
  }

  private void guess(String userId, String address, int times) {
    for (var i = 0; i < times; i++) {
      if (i > 2) {
        pass(60);
      }
      assertThat(status(userId, "wrong", address)).isEqualTo(401);
    }
  }

  private AuthenticationResult check(String userId, String password, String address) {
    return passwords.check(userId, password, from(address));
  }

  private int status(String userId, String password, String address) {
    return status(check(userId, password, address));
  }

  private static int status(AuthenticationResult result) {
    return result instanceof Authenticated ? 200 : ((Refused) result).status();
  }

  private static RequestCredentials from(String address) {
    return new RequestCredentials("POST", null, null, null, null, null, address);
  }

  /** Lets the database believe that so many seconds have passed. */
  private void pass(int seconds) {
    var interval = "INTERVAL '" + seconds + "' SECOND(3)";
    if (database.isPostgres()) {
      interval = interval.replace("(3)", "");
    }
    update("UPDATE login_failure SET since = since - " + interval);
    update("UPDATE login_failure SET audited_at = audited_at - " + interval);
  }

  private List<String> audited() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT user_id || ' from ' || address FROM audit
                    WHERE action = 'refuseSignIn' ORDER BY id
                    """)
                .mapTo(String.class)
                .list());
  }

  private int rows(String table) {
    return jdbi.withHandle(
        handle -> handle.select("SELECT COUNT(*) FROM " + table).mapTo(Integer.class).one());
  }

  private void update(String statement) {
    jdbi.useHandle(handle -> handle.execute(statement));
  }
}
