package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.landing.LandingFiles;
import org.datareload.publication.CompletionSql.Claimed;
import org.datareload.store.DeleteResult;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.Zones;
import org.datareload.transfer.PagedIterator;

/**
 * Deletes what was loaded from the landing zone: each source that is still the object that was
 * loaded, then the trigger file. A new upload to the same key survives and is pending.
 */
public final class LandingCleanup {
  private final CompletionSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final LandingFiles files;

  public LandingCleanup(CompletionSql sql, ObjectStore store, Zones zones, LandingFiles files) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.files = requireNonNull(files, "files is null");
  }

  /** Deletes what is left. Fails when the store refuses to delete a source. */
  public Run clear(Run run) {
    sql.require(run, Status.PUBLISHED, Status.COMPLETED);
    var refused = new ArrayList<String>();
    var after = "";
    while (true) {
      run.lease().check();
      var page = sql.unsettled(run.id(), after, PagedIterator.SIZE);
      if (page.isEmpty()) {
        break;
      }
      refused.addAll(clear(run, page));
      after = page.get(page.size() - 1).fileId();
    }
    clearTrigger(run);
    // Where the answer to CreateMultipartUpload is lost, the client starts another upload.
    sql.targetFolders(run.id()).forEach(folder -> store.abortUploads(zones.lake(), folder));
    if (!refused.isEmpty()) {
      throw new IllegalStateException(
          refused.size() + " files were not deleted from the landing zone: " + refused.get(0));
    }
    return run;
  }

  private List<String> clear(Run run, List<Claimed> page) {
    var removals =
        DeleteResults.await(
            run.leased(store)
                .deleteIfUnchanged(zones.landing(), page.stream().map(Claimed::object).toList()));
    var standing = new ArrayList<String>();
    var changed = new ArrayList<String>();
    var refused = new ArrayList<String>();
    for (var i = 0; i < removals.size(); i++) {
      var file = page.get(i);
      if (removals.get(i) instanceof DeleteResult.Refused refusal) {
        standing.add(file.fileId());
        refused.add(file.object().key() + ": " + refusal.reason());
      } else if (removals.get(i) instanceof DeleteResult.Changed) {
        changed.add(file.object().key());
      }
    }
    sql.completed(run, page, standing);
    files.refresh(run.dataset(), changed);
    return refused;
  }

  private void clearTrigger(Run run) {
    var key = run.execution().triggerKey();
    if (key == null) {
      return;
    }
    var standing = store.find(new ObjectRef(zones.landing(), key));
    if (standing.isPresent()) {
      if (!standing.get().exactIdentity().equals(run.execution().triggerIdentity())) {
        return;
      }
      var removals =
          DeleteResults.await(
              run.leased(store).deleteIfUnchanged(zones.landing(), List.of(standing.get())));
      DeleteResults.check(removals, List.of(key));
    }
    sql.releaseTrigger(run.id(), run.fence());
  }
}
