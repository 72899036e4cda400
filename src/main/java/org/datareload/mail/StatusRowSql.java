package org.datareload.mail;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Reads what a letter is about. */
public interface StatusRowSql {
  @SqlQuery(
      """
      SELECT m.id AS letter_id, m.kind, d.domain, d.name AS dataset, d.notify AS notify_to,
             m.served, d.live_execution, d.generation AS live_generation, l.committed_at AS live_since,
             e.id AS execution_id, e.started_by, e.reason,
             e.files_planned, e.files_copied, e.bytes_planned, e.bytes_copied,
             e.accepted_at, e.started_at, e.finished_at,
             (SELECT COUNT(*) FROM landing_problem p
              WHERE p.dataset_id = m.dataset_id AND p.mailed_at = m.created_at) AS landed
      FROM mail m
      JOIN dataset d ON d.id = m.dataset_id
      LEFT JOIN execution e ON e.id = m.execution_id
      LEFT JOIN execution l ON l.id = d.live_execution
      WHERE m.id = :letterId
      """)
  @RegisterConstructorMapper(StatusRow.class)
  Optional<StatusRow> find(String letterId);

  @SqlQuery(
      """
      SELECT target_key FROM file_copy WHERE execution_id = :executionId
      ORDER BY seq FETCH FIRST :most ROWS ONLY
      """)
  List<String> firstTargets(String executionId, int most);

  @SqlQuery(
      """
      SELECT p.object_key || ': ' || p.reason
      FROM landing_problem p JOIN mail m ON m.dataset_id = p.dataset_id
      WHERE m.id = :letterId AND p.mailed_at = m.created_at
      ORDER BY p.object_key FETCH FIRST :most ROWS ONLY
      """)
  List<String> firstProblems(String letterId, int most);
}
