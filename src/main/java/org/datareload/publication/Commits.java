package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import org.datareload.execution.Run;

/**
 * The point of no return, one transaction. Before it a failing execution is undone; after it the
 * execution is finished, by any process. Old objects and landed files are deleted only after it.
 */
public final class Commits {
  private final PublicationSql sql;
  private final Manifests manifests;

  public Commits(PublicationSql sql, Manifests manifests) {
    this.sql = requireNonNull(sql, "sql is null");
    this.manifests = requireNonNull(manifests, "manifests is null");
  }

  /** Makes the verified copies the dataset's content. */
  public Run commit(Run run) {
    run.lease().check();
    // A manifest can be ahead of a database that was restored or created again.
    var published = manifests.generation(run.dataset());
    sql.commit(run, Math.max(published, run.dataset().generation()) + 1);
    return run.with(sql.find(run.id()).orElseThrow());
  }
}
