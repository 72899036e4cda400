package org.datareload.transfer;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;

/** Makes the copies of a plan and verifies them. */
public final class Transfers {
  private final TransferSql sql;
  private final ObjectStore store;
  private final Zones zones;

  public Transfers(TransferSql sql, ObjectStore store, Zones zones) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
  }

  /**
   * The copies that are not recorded yet, page by page. After a crash, copies that were made but
   * not recorded are among them: making them again writes the same bytes to the same key.
   */
  public Iterator<List<FileCopy>> missing(Run run) {
    sql.require(run, Status.PLANNED);
    return new PagedIterator<>(
        last -> sql.missing(run.id(), last == null ? 0 : last.seq(), PagedIterator.SIZE));
  }

  /** Copies a page of files and records the copies. The first failure stops the rest. */
  public void copy(Run run, List<FileCopy> page) {
    Pipeline.run(
        run.leased(store),
        page.iterator(),
        (leased, planned) ->
            leased
                .copy(
                    planned.sourceBucket(),
                    planned.source(),
                    new ObjectRef(zones.lake(), planned.targetKey()))
                .thenApply(made -> planned.made(made.etag())),
        made -> sql.mark(run, made));
  }

  /**
   * Records a page of copies that a manifest already names: the database was restored to a state
   * before the commit. Published objects are only compared with the plan, never written.
   *
   * @param published how many files the manifest names
   */
  public void adopt(Run run, long published, List<FileCopy> page) {
    var planned = run.execution().planned().files();
    if (published != planned) {
      throw conflicting(run, published + " files, not " + planned);
    }
    Pipeline.run(
        run.leased(store),
        page.iterator(),
        (leased, copy) -> published(leased, run, copy),
        made -> sql.mark(run, made));
  }

  private CompletableFuture<FileCopy> published(ObjectStore leased, Run run, FileCopy planned) {
    var source = planned.source();
    return leased
        .head(new ObjectRef(zones.lake(), planned.targetKey()))
        .thenApply(
            found ->
                found
                    .filter(copy -> copy.size() == source.size())
                    .filter(copy -> !copy.lastModified().isBefore(source.lastModified()))
                    .map(copy -> planned.made(copy.etag()))
                    .orElseThrow(() -> conflicting(run, "a different " + planned.targetKey())));
  }

  private static ReloadFailedException conflicting(Run run, String published) {
    return new ReloadFailedException(
        "not_whole",
        "execution "
            + run.id()
            + " was published with "
            + published
            + ", and then the database was restored to an earlier state; the published content"
            + " stays: load the files again");
  }

  /** Lists the copies and compares them with the plan: every file, its size and its ETag. */
  public Run verify(Run run) {
    var verified = 0L;
    for (var folder : sql.targetFolders(run.id())) {
      var pages = store.pages(zones.lake(), folder);
      while (pages.hasNext()) {
        run.lease().check();
        verified += verify(run, pages.next());
      }
    }
    var planned = run.execution().planned().files();
    if (verified != planned) {
      throw new ReloadFailedException(
          "not_whole",
          "only " + verified + " of " + planned + " copies are in the data lake zone as planned");
    }
    return run;
  }

  private long verify(Run run, List<StoredObject> page) {
    var listed = page.stream().collect(toMap(StoredObject::key, identity()));
    if (listed.isEmpty()) {
      return 0;
    }
    var copies = sql.byTarget(run.id(), listed.keySet().toArray(String[]::new));
    for (var copy : copies) {
      var object = listed.get(copy.targetKey());
      if (object.size() != copy.source().size() || !object.etag().equals(copy.targetEtag())) {
        throw new ReloadFailedException(
            "not_whole",
            "%s has %d bytes and ETag %s in the data lake zone, not %d bytes and ETag %s"
                .formatted(
                    copy.targetKey(),
                    object.size(),
                    object.etag(),
                    copy.source().size(),
                    copy.targetEtag()));
      }
    }
    return copies.size();
  }
}
