package org.datareload.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Checks passwords: quickly where one was right a moment ago, else by threads of their own. Of the
 * callers' threads only as many wait for them as their queues are long, so that strangers with
 * wrong passwords hold up nobody else. Users from networks where they signed in before have a queue
 * that strangers cannot fill.
 */
final class Passwords {
  /** The longest password in bytes: bcrypt ignores the rest. */
  static final int MAX_BYTES = 71;

  private static final int QUEUE = 16;
  private static final int RETRY_SECONDS = 5;

  private final ProvenSecrets proven = new ProvenSecrets();
  private final Executor forKnown = executor(1);
  private final Executor forStrangers =
      executor(Math.max(1, Runtime.getRuntime().availableProcessors() / 2 - 1));
  private final Users users;
  private final SignInSql sql;

  Passwords(Users users, SignInSql sql) {
    this.users = users;
    this.sql = sql;
  }

  /** The threads end when they are not needed for a while, so nothing has to be closed. */
  private static Executor executor(int threads) {
    var executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              var thread = new Thread(task, "password");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  AuthenticationResult check(String userId, String password, RequestCredentials credentials) {
    var attempt = new Attempt(userId, password, credentials);
    return attempt.authenticated().orElseGet(() -> check(attempt));
  }

  private AuthenticationResult check(Attempt attempt) {
    var isKnown = sql.isKnown(attempt.subject);
    var check = new FutureTask<>(() -> attempt.verify(isKnown));
    try {
      (isKnown ? forKnown : forStrangers).execute(check);
      return check.get();
    } catch (RejectedExecutionException full) {
      return AuthenticationResult.unavailable(
          "Too many sign-ins at once; try again in " + RETRY_SECONDS + " s", RETRY_SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return AuthenticationResult.unavailable("The sign-in was interrupted", RETRY_SECONDS);
    }
  }

  private final class Attempt {
    final String userId;
    final String password;
    final String address;
    final SignInSql.Subject subject;

    Attempt(String userId, String password, RequestCredentials credentials) {
      this.userId = userId;
      this.password = password;
      this.address = credentials.address();
      this.subject = SignInSql.Subject.of(userId, credentials.network());
    }

    /** The user, if the password was right a moment ago. */
    Optional<AuthenticationResult> authenticated() {
      return users
          .user(userId)
          .filter(user -> proven.contains(secret(user)))
          .map(user -> AuthenticationResult.authenticated(user.principal()));
    }

    AuthenticationResult verify(boolean isKnown) {
      // Another request may have shown the same password meanwhile.
      return authenticated().orElseGet(() -> verifyNow(isKnown));
    }

    private AuthenticationResult verifyNow(boolean isKnown) {
      var seconds = sql.secondsToRest(subject, isKnown);
      if (seconds > 0) {
        return AuthenticationResult.tooManyRequests(
            "Too many wrong passwords; try again in " + seconds + " s", seconds);
      }
      var user = users.user(userId);
      if (isRight(user)) {
        proven.add(secret(user.get()));
        sql.recordSuccess(subject);
        return AuthenticationResult.authenticated(user.get().principal());
      }
      sql.recordFailure(subject, isKnown, user.map(User::id).orElse(null), address);
      return AuthenticationResult.unauthenticated("Wrong user or password");
    }

    /** A wrong password takes as long for every user, and for one that does not exist. */
    private boolean isRight(Optional<User> user) {
      var highest = users.highestCost();
      if (user.isEmpty()) {
        matches(password, decoy(highest));
        return false;
      }
      if (matches(password, user.get().passwordHash())) {
        return true;
      }
      // Each cost takes twice as long as the one below it: 2^4 + 2^4 + 2^5 = 2^6.
      for (var cost = user.get().cost(); cost < highest; cost++) {
        matches(password, decoy(cost));
      }
      return false;
    }

    // With the hash of the users file, so that a changed password applies at once.
    private String[] secret(User user) {
      return new String[] {user.id(), user.passwordHash(), password};
    }
  }

  /** A hash of this cost that no password has. */
  private static String decoy(int cost) {
    return "$2a$%02d$".formatted(cost) + ".".repeat(53);
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
}
