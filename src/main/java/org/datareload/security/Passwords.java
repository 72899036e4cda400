package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Checks passwords: slowly for guesses, quickly for a password that was right a moment ago. */
final class Passwords {
  /** The longest password in bytes: bcrypt ignores the rest. */
  static final int MAX_BYTES = 71;

  private static final int WAIT_SECONDS = 5;

  // Limits the CPU that guesses can take, and how many guesses can pass between reading the number
  // of failures and counting one more.
  private final Semaphore slots = new Semaphore(2, true);
  private final PasswordCache cache = new PasswordCache();
  private final Users users;
  private final LoginFailureSql failures;

  Passwords(Users users, LoginFailureSql failures) {
    this.users = users;
    this.failures = failures;
  }

  /**
   * Checks a password.
   *
   * @param address the client's IP address
   */
  AuthenticationResult check(String userId, String password, String address) {
    var user = users.user(userId);
    if (user.isPresent() && cache.contains(user.get(), password)) {
      return AuthenticationResult.authenticated(user.get().principal());
    }
    if (!acquireSlot()) {
      return AuthenticationResult.unavailable(
          "Too many sign-ins at once; try again later", WAIT_SECONDS);
    }
    try {
      return verify(userId, password, address);
    } finally {
      slots.release();
    }
  }

  private AuthenticationResult verify(String userId, String password, String address) {
    if (failures.isBlocked(userId, address)) {
      return AuthenticationResult.tooManyRequests(
          "Too many wrong passwords; wait a minute", LoginFailureSql.BLOCK_SECONDS);
    }
    var user = users.user(userId);
    var matches = matches(password, user.map(User::passwordHash).orElseGet(users::costliestHash));
    if (user.isPresent() && matches) {
      cache.add(user.get(), password);
      return AuthenticationResult.authenticated(user.get().principal());
    }
    failures.record(userId, address);
    return AuthenticationResult.unauthenticated("Wrong user or password");
  }

  /** Takes as long for an invalid password as for a valid one. */
  private static boolean matches(String password, String hash) {
    var isValid = isValid(password);
    var bytes = (isValid ? password : "invalid").getBytes(UTF_8);
    return BCrypt.verifyer().verify(bytes, hash.getBytes(UTF_8)).verified && isValid;
  }

  static boolean isValid(String password) {
    return !password.isEmpty()
        && password.indexOf('\0') < 0
        && password.getBytes(UTF_8).length <= MAX_BYTES;
  }

  private boolean acquireSlot() {
    try {
      return slots.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
