package org.datareload.transfer;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.ReloadFailedException;
import org.datareload.execution.Run;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.datareload.store.Zones;

/** Makes the copies of a plan and verifies them. */
public final class Transfers {
  private static final int LISTINGS = 4;

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
        this::copy,
        made -> {
          run.lease().check();
          sql.mark(run, made);
        });
  }

  private CompletableFuture<FileCopy> copy(ObjectStore leased, FileCopy planned) {
    if (planned.isInPlace()) {
      return CompletableFuture.completedFuture(planned.made(planned.source().etag()));
    }
    return leased
        .copy(
            planned.sourceBucket(),
            planned.source(),
            new ObjectRef(zones.lake(), planned.targetKey()))
        .thenApply(made -> planned.made(made.etag()));
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
                    .filter(copy -> planned.isInPlace() || isNotOlder(copy, source))
                    .map(copy -> planned.made(copy.etag()))
                    .orElseThrow(() -> conflicting(run, "a different " + planned.targetKey())));
  }

  /** As far as it is known; stores round times to a second. */
  private static boolean isNotOlder(StoredObject copy, StoredObject source) {
    return copy.lastModified().equals(Instant.EPOCH)
        || !copy.lastModified().plusSeconds(1).isBefore(source.lastModified());
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

  /**
   * Compares the copies with the plan: every file, its size and its ETag. Listings decide what they
   * show as planned, within some seconds; each other copy is asked for itself.
   */
  public Run verify(Run run) {
    // One bit for each file.
    var verified = new BitSet();
    var planned = run.execution().planned().files();
    for (int round = 0; round < LISTINGS && verified.cardinality() < planned; round++) {
      pause(round);
      list(run, verified);
    }
    var missing = new Missing();
    Pipeline.run(
        run.leased(store),
        unverified(run, verified),
        this::look,
        looks ->
            looks.forEach(
                look -> {
                  verified.set((int) look.copy().seq());
                  missing.add(look);
                }));
    if (missing.count > 0 || verified.cardinality() != planned) {
      throw new ReloadFailedException("not_whole", missing.text(verified.cardinality(), planned));
    }
    return run;
  }

  private static void pause(int round) {
    try {
      TimeUnit.SECONDS.sleep(round);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ExecutionLostException("this process is stopping");
    }
  }

  private void list(Run run, BitSet verified) {
    for (var folder : sql.targetFolders(run.id())) {
      var pages = store.pages(zones.lake(), folder);
      while (pages.hasNext()) {
        run.lease().check();
        verify(run, pages.next(), verified);
      }
    }
  }

  private void verify(Run run, List<StoredObject> page, BitSet verified) {
    if (page.isEmpty()) {
      return;
    }
    var listed = page.stream().collect(toMap(StoredObject::key, identity()));
    sql.byTarget(run.id(), listed.keySet().toArray(String[]::new)).stream()
        .filter(copy -> isAsPlanned(copy, listed.get(copy.targetKey())))
        .forEach(copy -> verified.set((int) copy.seq()));
  }

  private static boolean isAsPlanned(FileCopy copy, StoredObject object) {
    return object.size() == copy.source().size() && object.hasEtag(copy.targetEtag());
  }

  private Iterator<FileCopy> unverified(Run run, BitSet verified) {
    if (verified.cardinality() == run.execution().planned().files()) {
      return Collections.emptyIterator();
    }
    Iterable<FileCopy> all = () -> PagedIterator.rows(FileCopySql.pages(sql, run.id()));
    return StreamSupport.stream(all.spliterator(), false)
        .filter(copy -> !verified.get((int) copy.seq()))
        .iterator();
  }

  /** Asks for a copy itself; fails where another object is there. */
  private CompletableFuture<Look> look(ObjectStore leased, FileCopy copy) {
    return leased
        .head(new ObjectRef(zones.lake(), copy.targetKey()))
        .thenApply(
            found -> {
              found
                  .filter(object -> !isAsPlanned(copy, object))
                  .ifPresent(
                      object -> {
                        throw different(copy, object);
                      });
              return new Look(copy, found.isPresent());
            });
  }

  private record Look(FileCopy copy, boolean exists) {}

  private static ReloadFailedException different(FileCopy copy, StoredObject object) {
    return new ReloadFailedException(
        "not_whole",
        "%s has %d bytes and ETag %s in the data lake zone, not %d bytes and ETag %s"
            .formatted(
                copy.targetKey(),
                object.size(),
                object.etag(),
                copy.source().size(),
                copy.targetEtag()));
  }

  /** The copies that are not there, the first of them by name. */
  private static final class Missing {
    private final List<String> first = new ArrayList<>();
    private long count;

    void add(Look look) {
      if (!look.exists()) {
        count++;
        if (first.size() < 3) {
          var key = look.copy().source().key();
          first.add(key.substring(key.lastIndexOf('/') + 1));
        }
      }
    }

    String text(long verified, long planned) {
      return count == 0
          ? "the plan has %d files, not %d".formatted(verified, planned)
          : "%s%s not in the data lake zone after the copy, %d of %d files are missing there"
              .formatted(
                  String.join(", ", first),
                  count == 1 ? " is" : count > first.size() ? " and others are" : " are",
                  count,
                  planned);
    }
  }
}
