package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import org.datareload.execution.Run;
import org.datareload.store.ObjectStore;
import org.datareload.store.Zones;

/**
 * The point of no return, one transaction. Before it a failing execution is undone; after it the
 * execution is finished, by any process. Old objects and landed files are deleted only after it.
 */
public final class Commits {
  private final PublicationSql sql;
  private final Manifests manifests;
  private final ObjectStore store;
  private final Zones zones;

  public Commits(PublicationSql sql, Manifests manifests, ObjectStore store, Zones zones) {
    this.sql = requireNonNull(sql, "sql is null");
    this.manifests = requireNonNull(manifests, "manifests is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
  }

  /** Makes the verified copies the dataset's content. */
  public Run commit(Run run) {
    run.lease().check();
    // A manifest can be ahead of a database that was restored or created again.
    var published = manifests.generation(run.dataset());
    var versions = run.dataset().liveExecution() != null && store.keepsDeleted(zones.lake());
    sql.commit(run, Math.max(published, run.dataset().generation()) + 1, versions);
    return run.with(sql.find(run.id()).orElseThrow());
  }
}
