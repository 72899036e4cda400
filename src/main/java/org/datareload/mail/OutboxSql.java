package org.datareload.mail;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Keeps the outbox. A mail is {@code new} until it is {@code sent} or {@code dead}. */
public interface OutboxSql {
  /** Claims mails that are due; no other process gets them for two minutes. */
  @Transaction
  default List<OutboxMail> claimDue(int max) {
    var claimed = new ArrayList<OutboxMail>();
    for (OutboxMail due : lockDue(max)) {
      if (claim(due.id(), due.attempts()) == 1) {
        claimed.add(new OutboxMail(due.id(), due.attempts() + 1));
      }
    }
    return claimed;
  }

  @SqlQuery(
      """
      SELECT id, attempts FROM mail
      WHERE status = 'new' AND next_at <= CURRENT_TIMESTAMP
        AND (claimed_until IS NULL OR claimed_until < CURRENT_TIMESTAMP)
      ORDER BY next_at, id FETCH FIRST :max ROWS ONLY FOR UPDATE SKIP LOCKED
      """)
  @RegisterConstructorMapper(OutboxMail.class)
  List<OutboxMail> lockDue(int max);

  @SqlUpdate(
      """
      UPDATE mail SET claimed_until = CURRENT_TIMESTAMP + INTERVAL '2' MINUTE,
                      attempts = attempts + 1
      WHERE id = :id AND status = 'new' AND attempts = :attempts
      """)
  int claim(String id, int attempts);

  @SqlUpdate(
      """
      UPDATE mail SET status = 'sent', sent_at = CURRENT_TIMESTAMP, claimed_until = NULL,
                      last_error = :warning
      WHERE id = :id AND status = 'new'
      """)
  int sent(String id, String warning);

  /** Whoever has the claim by now: they have the mail. */
  @SqlUpdate(
      """
      UPDATE mail
      SET served = CASE WHEN served IS NULL THEN :addresses ELSE served || ',' || :addresses END
      WHERE id = :id
      """)
  void delivered(String id, String addresses);

  /** The number of attempts tells this claim from one that another process made since. */
  @SqlUpdate(
      """
      UPDATE mail
      SET status = CASE WHEN created_at >= CURRENT_TIMESTAMP - INTERVAL '5' DAY THEN 'new'
                        WHEN served IS NULL THEN 'dead' ELSE 'sent' END,
          next_at = CURRENT_TIMESTAMP + CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND,
          claimed_until = NULL, last_error = :error
      WHERE id = :id AND status = 'new' AND attempts = :attempts
      """)
  int failed(String id, int attempts, long seconds, String error);

  @SqlUpdate(
      """
      UPDATE mail SET status = CASE WHEN served IS NULL THEN 'dead' ELSE 'sent' END,
                      claimed_until = NULL, last_error = :error
      WHERE id = :id AND status = 'new' AND attempts = :attempts
      """)
  int refused(String id, int attempts, String error);

  @SqlQuery(
      """
      SELECT DISTINCT dataset_id FROM landing_problem
      WHERE mailed_at IS NULL AND dataset_id IS NOT NULL
        AND first_seen < CURRENT_TIMESTAMP - INTERVAL '2' MINUTE
      """)
  List<String> datasetsWithProblems();

  /**
   * Puts one mail for every problem of the dataset that none has told of. Both rows bear the
   * transaction's own time, which ties them together.
   */
  @Transaction
  default boolean announceProblems(String datasetId, String mailId) {
    return markProblems(datasetId) > 0 && insertLanding(mailId, datasetId) == 1;
  }

  @SqlUpdate(
      """
      UPDATE landing_problem SET mailed_at = CURRENT_TIMESTAMP
      WHERE dataset_id = :datasetId AND mailed_at IS NULL
      """)
  int markProblems(String datasetId);

  @SqlUpdate(
      """
      INSERT INTO mail (id, dataset_id, kind, status, created_at)
      VALUES (:mailId, :datasetId, 'landing', 'new', CURRENT_TIMESTAMP)
      """)
  int insertLanding(String mailId, String datasetId);
}
