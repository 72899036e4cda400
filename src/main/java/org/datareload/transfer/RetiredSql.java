package org.datareload.transfer;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Asks about content that was replaced. */
@RegisterConstructorMapper(RetiredSql.Restorable.class)
public interface RetiredSql {
  /**
   * Content that can be restored.
   *
   * @param contentOf the execution that made it, whose id is in its keys
   */
  record Restorable(RetiredTo retiredTo, String contentOf) {}

  /** Where the content of an execution is, or empty where it cannot be restored. */
  @SqlQuery(
      """
      SELECT retired_to, COALESCE(content_of, id) AS content_of FROM execution
      WHERE id = :id AND retired_to <> 'deleted' AND trash_emptied_at IS NULL AND NOT emptying
      """)
  Optional<Restorable> restorable(@Bind("id") String executionId);

  /** Where the content of an execution went, or empty where it is live. */
  @SqlQuery("SELECT retired_to FROM execution WHERE id = :id AND retired_to IS NOT NULL")
  Optional<RetiredTo> retiredTo(@Bind("id") String executionId);

  /** The place in its plan up to which the content of an execution is retired. */
  @SqlQuery("SELECT retired_up_to FROM execution WHERE id = :id")
  long retiredUpTo(@Bind("id") String executionId);

  /** Whether the content of an execution is that of an earlier one, at the same keys. */
  @SqlQuery("SELECT COUNT(*) > 0 FROM execution WHERE id = :id AND content_of IS NOT NULL")
  boolean isRestoredInPlace(@Bind("id") String executionId);

  /**
   * Whether replaced content is no longer that of the execution: it was deleted, or another
   * execution has restored it in place.
   */
  @SqlQuery("SELECT trash_emptied_at IS NOT NULL FROM execution WHERE id = :id")
  boolean hasNoContent(@Bind("id") String executionId);

  /** Whether an execution runs that restores the content, other than the given one. */
  @SqlQuery(
      """
      SELECT COUNT(*) > 0 FROM execution restoring
      WHERE restoring.restores = :id AND restoring.active_dataset IS NOT NULL
        AND restoring.id <> :by
      """)
  boolean isBeingRestored(@Bind("id") String executionId, @Bind("by") String by);
}
