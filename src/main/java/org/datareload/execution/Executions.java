package org.datareload.execution;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * All executions. Accepting one takes the dataset's lock: at most one execution of a dataset is
 * processing, whatever the number of processes and of triggers.
 */
public final class Executions {
  private final AcceptanceSql sql;

  public Executions(Jdbi database) {
    this.sql = database.onDemand(AcceptanceSql.class);
  }

  /**
   * Decides on a trigger, in one transaction. When it returns, the decision is durable: the caller
   * may acknowledge the message or answer the request.
   */
  public Acceptance accept(NewExecution wish) {
    return sql.accept(wish);
  }

  /** The execution as it stands now, or empty. */
  public Optional<Execution> find(String id) {
    return sql.find(id);
  }

  /** The execution of the dataset that is processing, or empty. */
  public Optional<Execution> active(String datasetId) {
    return sql.active(datasetId);
  }

  /**
   * Executions, newest first.
   *
   * @param datasetId only of this dataset, or null
   * @param shown only those that people see in this status, or null
   * @param after the last id of the page before, or null
   */
  public List<Execution> page(String datasetId, String shown, String after, int limit) {
    return sql.page(datasetId, shown, after, limit);
  }
}
