package org.datareload.mail;

import java.util.ArrayList;
import java.util.List;
import org.datareload.dataset.DatasetLockSql;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Keeps the outbox. A mail is {@code new} until it is {@code sent} or {@code dead}. */
public interface OutboxSql extends DatasetLockSql {
  /** The problems that people are to be told of, of datasets without such a mail just now. */
  String DUE =
      """
       FROM landing_problem p
      WHERE p.mailed_at IS NULL AND p.dataset_id IS NOT NULL
        AND p.first_seen <= CURRENT_TIMESTAMP - CAST(:grace AS INTEGER) * INTERVAL '1' SECOND
        AND NOT EXISTS (
              SELECT 1 FROM mail m WHERE m.dataset_id = p.dataset_id AND m.kind = 'landing'
                AND m.created_at > CURRENT_TIMESTAMP - CAST(:pause AS INTEGER) * INTERVAL '1' SECOND)
      """;

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

  /** The keys of the problems that are due. */
  @SqlQuery("SELECT p.object_key" + DUE + "ORDER BY p.first_seen FETCH FIRST :limit ROWS ONLY")
  List<String> dueProblems(long grace, long pause, int limit);

  /** The datasets of those problems at the keys that are due. */
  @SqlQuery("SELECT DISTINCT p.dataset_id" + DUE + "AND p.object_key = ANY(:keys)")
  List<String> datasetsWithProblems(String[] keys, long grace, long pause);

  /**
   * Puts one mail for those due problems of the dataset that are at the keys. Both rows bear the
   * transaction's own time, which ties them together. The lock makes a second process see the mail
   * of the first.
   *
   * @param grace seconds that a problem must have stood
   * @param pause seconds between two mails of a dataset
   */
  @Transaction
  default boolean announceProblems(
      String datasetId, String mailId, String[] keys, long grace, long pause) {
    lockDataset(datasetId);
    return datasetsWithProblems(keys, grace, pause).contains(datasetId)
        && markProblems(datasetId, keys, grace) > 0
        && insertLanding(mailId, datasetId) == 1;
  }

  @SqlUpdate(
      """
      UPDATE landing_problem SET mailed_at = CURRENT_TIMESTAMP
      WHERE dataset_id = :datasetId AND mailed_at IS NULL AND object_key = ANY(:keys)
        AND first_seen <= CURRENT_TIMESTAMP - CAST(:grace AS INTEGER) * INTERVAL '1' SECOND
      """)
  int markProblems(String datasetId, String[] keys, long grace);

  @SqlUpdate(
      """
      INSERT INTO mail (id, dataset_id, kind, status, created_at)
      VALUES (:mailId, :datasetId, 'landing', 'new', CURRENT_TIMESTAMP)
      """)
  int insertLanding(String mailId, String datasetId);
}
