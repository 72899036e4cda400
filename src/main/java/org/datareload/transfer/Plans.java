package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.LandingKey;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;
import org.datareload.transfer.PlanSql.Source;
import org.jdbi.v3.core.Jdbi;

/**
 * Fixes which files an execution loads, once. What lands, changes or vanishes later does not change
 * the plan: a late file stays pending, a changed one makes its copy fail.
 */
public final class Plans {
  private final PlanSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final LandingFiles files;

  public Plans(Jdbi database, ObjectStore store, Zones zones, LandingFiles files) {
    this.sql = database.onDemand(PlanSql.class);
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.files = requireNonNull(files, "files is null");
  }

  /**
   * Makes the plan of an accepted execution. Fails with {@link ReloadFailedException} when there is
   * nothing to load, so that an empty folder never replaces content.
   */
  public Run freeze(Run run) {
    if (run.status() != Status.ACCEPTED) {
      return run;
    }
    sql.forget(run);
    var planned =
        switch (run.execution().trigger()) {
          case TRIGGER_FILE -> planFolder(run);
          case PROCESS_FILES -> planChosen(run);
          case RESTORE -> planRestore(run);
        };
    if (planned == 0) {
      throw new ReloadFailedException("no_data_files", "no data files: there is nothing to load");
    }
    sql.freeze(run);
    return run.with(sql.find(run.id()).orElseThrow());
  }

  /** All loadable files of the trigger file's own folder, as one listing finds them. */
  private long planFolder(Run run) {
    var triggerKey = run.execution().triggerKey();
    var folder = triggerKey.substring(0, triggerKey.lastIndexOf('/') + 1);
    var seq = new AtomicLong();
    store.list(
        zones.landing(),
        folder,
        page -> {
          run.lease().check();
          files.observeAll(run.dataset(), page);
          sql.claim(run, page, source -> landed(run, seq.incrementAndGet(), source));
        });
    return seq.get();
  }

  /** The chosen files, each of which must still be the object that was chosen. */
  private long planChosen(Run run) {
    var chosen =
        new Pages<Source>(
            last -> sql.processing(run.id(), last == null ? "" : last.fileId(), Pages.SIZE));
    return plan(run, chosen, this::confirmed, (seq, source) -> landed(run, seq, source));
  }

  private Source confirmed(Source source) {
    var ref = new ObjectRef(zones.landing(), source.object().key());
    var found = store.head(ref).join();
    if (found.filter(source.object()::isSame).isPresent()) {
      return source;
    }
    files.observe(source.object().key());
    throw new ReloadFailedException(
        "source_changed",
        source.object().key()
            + (found.isPresent() ? " was overwritten" : " vanished")
            + " after it was chosen; process the pending files again");
  }

  /** What an earlier execution had published, from where it was retired to. */
  private long planRestore(Run run) {
    var old = sql.find(run.execution().restores()).orElseThrow();
    if (old.retiredBy() == null) {
      throw new ReloadFailedException(
          "already_live", "the content of execution " + old.id() + " is live already");
    }
    var copies =
        new Pages<FileCopy>(
            last -> sql.page(old.id(), last == null ? 0 : last.seq(), Pages.SIZE));
    return plan(
        run,
        copies,
        copy -> copy,
        (seq, copy) -> {
          var key = LakeKeys.trash(run.dataset(), old.retiredBy(), copy.targetKey());
          var target = copy.targetKey().replace("/" + old.id() + "/", "/" + run.id() + "/");
          return FileCopy.planned(seq, null, zones.lake(), retired(old.id(), key), target);
        });
  }

  private StoredObject retired(String executionId, String key) {
    return store
        .head(new ObjectRef(zones.lake(), key))
        .join()
        .orElseThrow(
            () ->
                new ReloadFailedException(
                    "not_in_trash",
                    "the content of execution "
                        + executionId
                        + " is no longer whole in the trash: "
                        + key
                        + " is gone"));
  }
}
