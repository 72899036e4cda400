package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.execution.Execution;
import org.datareload.store.ObjectStore;
import org.datareload.store.Zones;
import org.datareload.transfer.LakeKeys;
import org.datareload.transfer.PagedIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retired content, kept for some days so that it can be restored. */
public final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

  private final TrashSql sql;
  private final Datasets datasets;
  private final ObjectStore store;
  private final Zones zones;
  private final int keepDays;

  public Trash(TrashSql sql, Datasets datasets, ObjectStore store, Zones zones, int keepDays) {
    this.sql = requireNonNull(sql, "sql is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.keepDays = keepDays;
  }

  /**
   * Content that is to be deleted.
   *
   * @param executionId whose content it was
   * @param prefix of its keys in the trash, ending in a slash
   */
  public record Expired(String executionId, DatasetName dataset, String prefix) {}

  /**
   * Content that has been in the trash for longer than it is kept. Content of a dataset with a
   * running execution is left out: the execution may be restoring it.
   */
  public Iterator<Expired> expired() {
    Iterable<String> ids =
        () -> PagedIterator.rows(last -> sql.expired(keepDays, last == null ? "" : last));
    return StreamSupport.stream(ids.spliterator(), false)
        .flatMap(id -> sql.find(id).stream())
        .filter(old -> sql.active(old.datasetId()).isEmpty())
        .flatMap(old -> expired(old).stream())
        .iterator();
  }

  private Optional<Expired> expired(Execution old) {
    return datasets
        .findById(old.datasetId())
        .map(dataset -> LakeKeys.trashPrefix(dataset, old.retiredBy()))
        .map(prefix -> new Expired(old.id(), old.dataset(), prefix));
  }

  /** Deletes keys one way or the other, for those that a DeleteObjects request did not delete. */
  public void delete(List<String> keys) {
    DeleteResults.check(DeleteResults.await(store.delete(zones.lake(), keys)), keys);
  }

  /** Records that the content was deleted. */
  public void emptied(Expired content) {
    sql.emptied(content.executionId());
    LOG.info(
        "Content of execution {} of {} deleted from the trash",
        content.executionId(),
        content.dataset());
  }

  /** Logs that the content stays; the next run tries again. */
  public void failed(Expired content, Exception failure) {
    LOG.warn(
        "Content of execution {} of {} stays in the trash and is tried again",
        content.executionId(),
        content.dataset(),
        failure);
  }
}
