package org.datareload.transfer;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;

/** Makes the copies of a plan and proves that they are all there. */
public final class Transfers {
  private final TransferSql sql;
  private final ObjectStore store;
  private final Zones zones;
  private final ToLongFunction<Run> publishedFileCount;

  /**
   * @param filesTold how many files readers are told of already in the execution's name
   */
  public Transfers(
      TransferSql sql, ObjectStore store, Zones zones, ToLongFunction<Run> publishedFileCount) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.publishedFileCount = requireNonNull(publishedFileCount, "filesTold is null");
  }

  /**
   * Copies what is not copied yet. After a crash, copies that were made but not recorded are made
   * again: the same bytes under the same key. Where readers are told of the copies already, the
   * database was set back to a state before the commit; then they are looked for, not made.
   */
  public Run copy(Run run) {
    if (run.status() != Status.PLANNED) {
      return run;
    }
    var told = publishedFileCount.applyAsLong(run);
    if (told > 0 && told != run.execution().planned().files()) {
      throw forgotten(run, told + " files, not " + run.execution().planned().files());
    }
    Pipeline.run(
        run.leased(store),
        new PagedIterator<FileCopy>(
            last -> sql.missing(run.id(), last == null ? 0 : last.seq(), PagedIterator.SIZE)),
        (leased, planned) -> told > 0 ? standing(leased, run, planned) : copy(leased, planned),
        made -> sql.mark(run, made));
    return run.with(sql.find(run.id()).orElseThrow());
  }

  private CompletableFuture<FileCopy> copy(ObjectStore leased, FileCopy planned) {
    var target = new ObjectRef(zones.lake(), planned.targetKey());
    return leased
        .copy(planned.sourceBucket(), planned.source(), target)
        .thenApply(made -> planned.made(made.etag()));
  }

  /** The copy that a forgotten try made, if it is one of the planned object. */
  private CompletableFuture<FileCopy> standing(ObjectStore leased, Run run, FileCopy planned) {
    var source = planned.source();
    return leased
        .head(new ObjectRef(zones.lake(), planned.targetKey()))
        .thenApply(
            found ->
                found
                    .filter(copy -> copy.size() == source.size())
                    .filter(copy -> !copy.lastModified().isBefore(source.lastModified()))
                    .map(copy -> planned.made(copy.etag()))
                    .orElseThrow(() -> forgotten(run, "another " + planned.targetKey())));
  }

  private static ReloadFailedException forgotten(Run run, String published) {
    return new ReloadFailedException(
        "not_whole",
        "execution "
            + run.id()
            + " was published with "
            + published
            + ", and then the database was set back to an earlier state; what was published stays:"
            + " load the files anew");
  }

  /** Lists what was copied and compares it with the plan: every file, its size and its ETag. */
  public Run verify(Run run) {
    if (run.status() != Status.PLANNED) {
      return run;
    }
    var found = 0L;
    for (var folder : sql.targetFolders(run.id())) {
      var verified = new long[1];
      store.list(
          zones.lake(),
          folder,
          page -> {
            run.lease().check();
            verified[0] += verified(run, page);
          });
      found += verified[0];
    }
    var planned = run.execution().planned().files();
    if (found != planned) {
      throw new ReloadFailedException(
          "not_whole",
          "only " + found + " of " + planned + " copies stand in the data lake zone as planned");
    }
    return run;
  }

  private long verified(Run run, java.util.List<StoredObject> page) {
    var listed = page.stream().collect(Collectors.toMap(StoredObject::key, object -> object));
    if (listed.isEmpty()) {
      return 0;
    }
    var copies = sql.byTarget(run.id(), listed.keySet().toArray(String[]::new));
    for (var copy : copies) {
      var object = listed.get(copy.targetKey());
      if (object.size() != copy.source().size() || !object.etag().equals(copy.targetEtag())) {
        throw new ReloadFailedException(
            "not_whole",
            copy.targetKey()
                + " has "
                + object.size()
                + " bytes and ETag "
                + object.etag()
                + " in the data lake zone, not "
                + copy.source().size()
                + " bytes and ETag "
                + copy.targetEtag());
      }
    }
    return copies.size();
  }
}
