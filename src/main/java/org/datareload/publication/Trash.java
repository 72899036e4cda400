package org.datareload.publication;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.execution.Execution;
import org.datareload.store.ObjectStore;
import org.datareload.store.Zones;
import org.datareload.transfer.LakeKeys;
import org.datareload.transfer.PagedIterator;
import org.datareload.transfer.RetiredTo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaced content, kept for some days so that it can be restored. */
public final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

  private final TrashSql sql;
  private final Datasets datasets;
  private final ObjectStore store;
  private final Zones zones;
  private final Manifests manifests;
  private final int keepDays;

  public Trash(
      TrashSql sql,
      Datasets datasets,
      ObjectStore store,
      Zones zones,
      Manifests manifests,
      int keepDays) {
    this.sql = requireNonNull(sql, "sql is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.store = requireNonNull(store, "store is null");
    this.zones = requireNonNull(zones, "zones is null");
    this.manifests = requireNonNull(manifests, "manifests is null");
    this.keepDays = keepDays;
  }

  /**
   * Content that is to be deleted.
   *
   * @param executionId whose content it was
   * @param prefixes of its keys, each ending in a slash
   * @param versions whether all versions below the prefixes are deleted
   */
  public record Expired(
      String executionId, DatasetName dataset, List<String> prefixes, boolean versions) {}

  /**
   * Content that has been kept for long enough, and from now on cannot be restored. Content of a
   * dataset with a running execution is left out: the execution may be restoring it.
   */
  public Iterator<Expired> expired() {
    Iterable<String> ids =
        () -> PagedIterator.rows(last -> sql.expired(keepDays, last == null ? "" : last));
    return StreamSupport.stream(ids.spliterator(), false)
        .flatMap(id -> sql.find(id).stream())
        .filter(old -> !isSetBack(old))
        .filter(sql::beginEmptying)
        .flatMap(old -> expired(old).stream())
        .iterator();
  }

  private Optional<Expired> expired(Execution old) {
    return datasets.findById(old.datasetId()).map(dataset -> expired(old, dataset));
  }

  private Expired expired(Execution old, Dataset dataset) {
    return switch (sql.retiredTo(old.id()).orElse(RetiredTo.TRASH)) {
      case VERSIONS -> inPlace(old, true);
      case KEPT -> inPlace(old, store.hasVersions(zones.lake()));
      case TRASH, DELETED -> inTrash(old, LakeKeys.trashPrefix(dataset, old.retiredBy()));
    };
  }

  private Expired inPlace(Execution old, boolean versions) {
    return new Expired(old.id(), old.dataset(), sql.targetFolders(old.id()), versions);
  }

  /**
   * Whether a newer manifest may name content that is replaced by what the database knows: it was
   * restored to an earlier state.
   */
  private boolean isSetBack(Execution old) {
    return sql.retiredTo(old.id()).filter(RetiredTo::isInPlace).isPresent()
        && datasets.findById(old.datasetId()).filter(manifests::areAhead).isPresent();
  }

  private static Expired inTrash(Execution old, String prefix) {
    return new Expired(old.id(), old.dataset(), List.of(prefix), false);
  }

  /** Deletes what is below the prefix for good, in a lake that keeps versions. */
  public void deleteVersions(String prefix) {
    store.deleteVersions(zones.lake(), prefix, () -> {});
  }

  /** Deletes keys one way or the other, for those that a DeleteObjects request did not delete. */
  public void delete(List<String> keys) {
    DeleteResults.check(DeleteResults.await(store.delete(zones.lake(), keys)), keys);
  }

  /** Records that the content was deleted. */
  public void emptied(Expired content) {
    sql.emptied(content.executionId());
    LOG.info(
        "Replaced content of execution {} of {} deleted", content.executionId(), content.dataset());
  }

  /** Logs that the content stays; the next run tries again. */
  public void failed(Expired content, Exception failure) {
    LOG.warn(
        "Replaced content of execution {} of {} stays, and its deletion is tried again",
        content.executionId(),
        content.dataset(),
        failure);
  }
}
