package org.datareload.mail;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.datareload.dataset.DatasetGoneException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails that people are still to get. A mail is sent at least once: a process that dies between
 * sending it and saying so leaves it to be sent again, with the same Message-ID.
 */
public final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final int MOST_ERROR = 2000;
  private static final long FIRST_PAUSE = 60;
  private static final long LONGEST_PAUSE = 15 * 60;

  private static final int MOST_PROBLEMS = 10_000;
  private static final Duration PAUSE = Duration.ofMinutes(15);

  private final OutboxSql sql;
  private final Duration grace;

  /**
   * @param grace how long a landing problem stands before people are told
   */
  public Outbox(OutboxSql sql, Duration grace) {
    this.sql = requireNonNull(sql, "sql is null");
    this.grace = requireNonNull(grace, "grace is null");
  }

  /** Claims mails that are due, for two minutes; safe with any number of processes. */
  public List<OutboxMail> claimDue(int max) {
    return sql.claimDue(max);
  }

  /**
   * The mails that are due, each claimed only when it is asked for, so that a slow mail server does
   * not outlast the claims.
   *
   * @return at most 100; the next call has the rest
   */
  public Stream<OutboxMail> due() {
    return Stream.generate(() -> claimDue(1))
        .limit(100)
        .takeWhile(claimed -> !claimed.isEmpty())
        .flatMap(List::stream);
  }

  /** The mail was accepted by the mail server, for all of its recipients. */
  public void sent(OutboxMail mail) {
    sql.sent(mail.id(), null);
  }

  /** The mail was accepted for some recipients; the others were refused for good. */
  public void sent(OutboxMail mail, String warning) {
    log.warn("Mail {} did not reach everybody: {}", mail.id(), warning);
    sql.sent(mail.id(), SafeText.cut(warning, MOST_ERROR));
  }

  /**
   * Some recipients got the mail while others may get it later: it is due again, to those alone.
   */
  public void failed(OutboxMail mail, String error, Collection<String> delivered) {
    // First: a process that dies in between sends nobody a second mail.
    sql.delivered(mail.id(), String.join(",", delivered));
    failed(mail, error);
  }

  /** The mail could not be sent now: it is due again later, until it is five days old. */
  public void failed(OutboxMail mail, String error) {
    long pause = pauseAfter(mail.attempts());
    log.warn("Mail {} could not be sent, again in {} s: {}", mail.id(), pause, error);
    sql.failed(mail.id(), mail.attempts(), pause, SafeText.cut(error, MOST_ERROR));
  }

  /** The mail can never be sent, or to nobody else. */
  public void refused(OutboxMail mail, String error) {
    log.error("Mail {} will not be sent: {}", mail.id(), error);
    sql.refused(mail.id(), mail.attempts(), SafeText.cut(error, MOST_ERROR));
  }

  /**
   * The keys of landing problems that have stood for a while and that nobody was told of. Look at
   * them again before they are announced: many were only in the way while a job wrote.
   *
   * @return at most 10,000
   */
  public List<String> dueProblems() {
    return sql.dueProblems(grace.toSeconds(), PAUSE.toSeconds(), MOST_PROBLEMS);
  }

  /**
   * Puts one mail per dataset that has such problems; each dataset gets one in 15 minutes at most.
   *
   * @param seen the keys that were looked at again: of these alone it tells, as far as they stand
   * @return how many mails
   */
  public int announceProblems(List<String> seen) {
    int mails = 0;
    var keys = seen.toArray(String[]::new);
    long stood = grace.toSeconds();
    for (String dataset : sql.datasetsWithProblems(keys, stood, PAUSE.toSeconds())) {
      var mail = UlidCreator.getMonotonicUlid().toString();
      try {
        mails += sql.announceProblems(dataset, mail, keys, stood, PAUSE.toSeconds()) ? 1 : 0;
      } catch (DatasetGoneException gone) {
        log.info("No mail about landing problems: {}", gone.getMessage());
      }
    }
    return mails;
  }

  private static long pauseAfter(int attempts) {
    int doublings = Math.min(Math.max(attempts - 1, 0), 10);
    return Math.min(FIRST_PAUSE << doublings, LONGEST_PAUSE);
  }
}
