package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Checks passwords, slowly for who guesses and quickly for who showed the right one just now. */
public final class Passwords {
  /** The longest password in bytes: bcrypt looks no further. */
  static final int MOST = 71;

  private static final String WRONG = "The user or the password is wrong";
  private static final int PATIENCE_SECONDS = 5;

  // Bounds what guessing takes of the machine, and how many guesses pass
  // between the look at the failures and their count.
  private final Semaphore turns = new Semaphore(2, true);
  private final PasswordCache proven = new PasswordCache();
  private final Users users;
  private final LoginFailures failures;

  public Passwords(Users users, LoginFailures failures) {
    this.users = requireNonNull(users, "users is null");
    this.failures = requireNonNull(failures, "failures is null");
  }

  /**
   * Checks a password.
   *
   * @param address where the request comes from
   */
  public AuthenticationResult check(String userId, String password, String address) {
    var user = users.user(userId);
    if (user.filter(known -> proven.holds(known, password)).isPresent()) {
      return AuthenticationResult.admitted(user.get().principal());
    }
    if (!takeTurn()) {
      return AuthenticationResult.unavailable("Too many people sign in at once", PATIENCE_SECONDS);
    }
    try {
      return checkInTurn(userId, password, address);
    } finally {
      turns.release();
    }
  }

  private AuthenticationResult checkInTurn(String userId, String password, String address) {
    if (failures.isResting(userId, address)) {
      return AuthenticationResult.later(
          "Too many wrong passwords; wait a minute", LoginFailures.REST_SECONDS);
    }
    var user = users.user(userId);
    var hash = user.map(User::passwordHash).orElseGet(users::dearestHash);
    var matches = matches(password, hash);
    if (user.isPresent() && matches) {
      proven.keep(user.get(), password);
      return AuthenticationResult.admitted(user.get().principal());
    }
    failures.note(userId, address);
    return AuthenticationResult.unknown(WRONG, null);
  }

  /** Works as long for a password that no hash can be of. */
  private static boolean matches(String password, String hash) {
    var possible = isPossible(password);
    var bytes = (possible ? password : "impossible").getBytes(UTF_8);
    return BCrypt.verifyer().verify(bytes, hash.getBytes(UTF_8)).verified && possible;
  }

  static boolean isPossible(String password) {
    return !password.isEmpty()
        && password.indexOf('\0') < 0
        && password.getBytes(UTF_8).length <= MOST;
  }

  private boolean takeTurn() {
    try {
      return turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
