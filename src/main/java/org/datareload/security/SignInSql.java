package org.datareload.security;

import static org.datareload.dataset.ErrorSql.isDuplicate;
import static org.datareload.dataset.ErrorSql.isTransient;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Slows down password guessing. All processes on one database share the counts.
 *
 * <p>The third wrong password for a user from one network makes this pair rest for a second, each
 * further one for twice as long, up to a minute. So nobody locks a person out from elsewhere. For
 * guesses from many networks, or for many users, a user and a network have twenty wrong passwords a
 * minute each; a pair that signed in well before is exempt.
 *
 * <p>The statements are the same whether the user exists, so that their time does not tell.
 */
public interface SignInSql {
  int FREE_FAILURES = 3;
  int MAX_REST_SECONDS = 60;
  int FAILURES_PER_MINUTE = 20;
  int ATTEMPTS = 3;

  /**
   * Who tries to sign in from where. Hashed because the user id may be a password typed into the
   * wrong field.
   */
  record Subject(String pair, String user, String network) {
    static Subject of(String userId, String network) {
      return new Subject(
          Sha256.hex("pair " + network + " " + userId),
          Sha256.hex("any network " + userId),
          Sha256.hex("any user " + network));
    }
  }

  /**
   * @param ageMillis of the last failure of a pair, or of the first failure in the minute of others
   */
  record Failures(String subject, int failures, long ageMillis) {
    private long restMillis(Subject of) {
      if (!subject.equals(of.pair())) {
        return failures < FAILURES_PER_MINUTE ? 0 : 60_000 - ageMillis;
      }
      return failures < FREE_FAILURES
          ? 0
          : 1000L * Math.min(MAX_REST_SECONDS, 1L << Math.min(30, failures - FREE_FAILURES))
              - ageMillis;
    }
  }

  /** The whole seconds for which no password is checked; 0 if it may be checked now. */
  default int secondsToRest(Subject subject, boolean isKnown) {
    var subjects =
        isKnown
            ? List.of(subject.pair())
            : List.of(subject.pair(), subject.user(), subject.network());
    var millis =
        failures(subjects).stream().mapToLong(row -> row.restMillis(subject)).max().orElse(0);
    return (int) ((Math.max(0, millis) + 999) / 1000);
  }

  @SqlQuery(
      """
      SELECT subject, failures,
        CAST((EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) - EXTRACT(EPOCH FROM since)) * 1000 AS BIGINT)
          AS age_millis
      FROM login_failure WHERE subject IN (<subjects>)
      """)
  @RegisterConstructorMapper(Failures.class)
  List<Failures> failures(@BindList List<String> subjects);

  /** Whether the pair signed in well in the last 30 days. */
  default boolean isKnown(Subject subject) {
    return countKnown(subject.pair()) > 0;
  }

  @SqlQuery(
      """
      SELECT COUNT(*) FROM known_address
      WHERE subject = :pair AND used_at > CURRENT_TIMESTAMP - INTERVAL '30' DAY
      """)
  int countKnown(String pair);

  /** Makes the pair known, and forgets its wrong passwords. */
  default void recordSuccess(Subject subject) {
    forget(subject.pair());
    if (touch(subject.pair()) == 0) {
      deleteUnused();
      try {
        know(subject.pair());
      } catch (UnableToExecuteStatementException e) {
        if (!isDuplicate(e)) {
          throw e;
        }
      }
    }
  }

  @SqlUpdate("DELETE FROM login_failure WHERE subject = :pair")
  void forget(String pair);

  @SqlUpdate("UPDATE known_address SET used_at = CURRENT_TIMESTAMP WHERE subject = :pair")
  int touch(String pair);

  @SqlUpdate("INSERT INTO known_address (subject) VALUES (:pair)")
  void know(String pair);

  @SqlUpdate("DELETE FROM known_address WHERE used_at < CURRENT_TIMESTAMP - INTERVAL '30' DAY")
  void deleteUnused();

  /**
   * Counts a wrong password, and adds an entry to the audit log at most once a minute for the pair.
   *
   * @param isKnown whether the pair signed in well before: it does not count against others then
   * @param userId null if there is no such user: the name may be a password
   * @param address the client's IP address
   */
  default void recordFailure(Subject subject, boolean isKnown, String userId, String address) {
    for (var attempt = 1; ; attempt++) {
      try {
        deleteOld();
        count(subject, isKnown, userId, address);
        return;
      } catch (UnableToExecuteStatementException e) {
        // Another request has inserted the same row, or holds rows that this one waits for.
        if (attempt == ATTEMPTS || !isDuplicate(e) && !isTransient(e)) {
          throw e;
        }
      }
    }
  }

  @Transaction
  default void count(Subject subject, boolean isKnown, String userId, String address) {
    if (increment(subject.pair()) == 0) {
      insert(subject.pair());
    }
    audit(UlidCreator.getMonotonicUlid().toString(), userId, address, subject.pair());
    setAudited(subject.pair());
    if (!isKnown) {
      // Always in this order, so that no two requests wait for each other.
      for (var other : List.of(subject.user(), subject.network())) {
        if (incrementInMinute(other) == 0) {
          insert(other);
        }
      }
    }
  }

  @SqlUpdate(
      """
      UPDATE login_failure
      SET failures = CASE WHEN since > CURRENT_TIMESTAMP - INTERVAL '10' MINUTE
                          THEN failures + 1 ELSE 1 END,
          since = CURRENT_TIMESTAMP
      WHERE subject = :pair
      """)
  int increment(String pair);

  @SqlUpdate(
      """
      UPDATE login_failure
      SET failures = CASE WHEN since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
                          THEN failures + 1 ELSE 1 END,
          since = CASE WHEN since > CURRENT_TIMESTAMP - INTERVAL '1' MINUTE
                       THEN since ELSE CURRENT_TIMESTAMP END
      WHERE subject = :subject
      """)
  int incrementInMinute(String subject);

  @SqlUpdate("INSERT INTO login_failure (subject, failures) VALUES (:subject, 1)")
  void insert(String subject);

  @SqlUpdate(
      """
      INSERT INTO audit (id, user_id, action, address, detail)
      SELECT CAST(:id AS VARCHAR(26)), CAST(:userId AS VARCHAR(120)), 'refuseSignIn',
        CAST(:address AS VARCHAR(64)), '{}'
      FROM login_failure
      WHERE subject = :pair AND CAST(:userId AS VARCHAR(120)) IS NOT NULL
        AND (audited_at IS NULL OR audited_at < CURRENT_TIMESTAMP - INTERVAL '1' MINUTE)
      """)
  void audit(String id, String userId, String address, String pair);

  @SqlUpdate(
      """
      UPDATE login_failure SET audited_at = CURRENT_TIMESTAMP
      WHERE subject = :pair
        AND (audited_at IS NULL OR audited_at < CURRENT_TIMESTAMP - INTERVAL '1' MINUTE)
      """)
  void setAudited(String pair);

  @SqlUpdate("DELETE FROM login_failure WHERE since < CURRENT_TIMESTAMP - INTERVAL '10' MINUTE")
  void deleteOld();
}
