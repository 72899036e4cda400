package org.datareload.landing;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.LikePattern;
import org.datareload.landing.FileDiff.Observation;
import org.datareload.landing.LandingFileSql.Described;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of the data files in the landing zone. A row follows what the store answers about its
 * key, so the same key may be refreshed twice, late and in any order. What an event says makes the
 * first row of a key only, without a time: the store's answer gives it one, or another object.
 *
 * <ul>
 *   <li>an object without a row becomes a pending file;
 *   <li>a pending file whose key another object took is superseded;
 *   <li>a pending file whose object is gone is deleted;
 *   <li>a file beyond pending only releases its key: its execution decides its status.
 * </ul>
 *
 * Each transaction that changes files locks the row of their dataset first and keeps the counts by
 * status.
 */
public final class LandingFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LandingFiles.class);
  private static final int MAX_ATTEMPTS = 20;

  private final LandingFileSql sql;
  private final ObjectStore store;
  private final String bucket;

  /**
   * @param bucket the landing zone's bucket
   */
  public LandingFiles(LandingFileSql sql, ObjectStore store, String bucket) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * Takes what events say of objects at keys that were never used, and asks the store about all
   * other keys.
   *
   * @param keys of one dataset, at most 1,000
   * @param told what events say, by key
   * @return the keys whose rows changed
   */
  Set<String> refresh(Dataset dataset, List<String> keys, Map<String, StoredObject> told) {
    var objects = keys.stream().filter(told::containsKey).map(told::get).toList();
    if (objects.isEmpty()) {
      return refresh(dataset, keys);
    }
    var unsure = Set.copyOf(sql.applySeen(dataset.id(), objects));
    var changed = new HashSet<String>();
    var rest = new ArrayList<String>();
    keys.forEach(key -> (told.containsKey(key) && !unsure.contains(key) ? changed : rest).add(key));
    changed.addAll(refresh(dataset, rest));
    return changed;
  }

  /**
   * Asks the store about keys of one dataset, at most 1,000, and updates their rows.
   *
   * @return the keys whose rows changed
   */
  public Set<String> refresh(Dataset dataset, List<String> objectKeys) {
    var keys = objectKeys.stream().distinct().toList();
    var changed = new HashSet<String>();
    for (int attempt = 0; !keys.isEmpty(); attempt++) {
      if (attempt == MAX_ATTEMPTS) {
        throw new IllegalStateException(
            "%d keys changed during each of %d attempts to read them, among them %s"
                .formatted(keys.size(), MAX_ATTEMPTS, keys.get(0)));
      }
      var before =
          sql.atKeys(keys.toArray(String[]::new)).stream()
              .collect(toMap(file -> file.object().key(), LandingFile::id));
      var heads = keys.stream().map(this::head).toList();
      var observations = new ArrayList<Observation>();
      for (int i = 0; i < keys.size(); i++) {
        var key = keys.get(i);
        observations.add(new Observation(key, before.get(key), heads.get(i).join().orElse(null)));
      }
      var applied = sql.apply(dataset.id(), observations);
      changed.addAll(applied.changed());
      keys = applied.unsure();
    }
    return changed;
  }

  /**
   * Updates the rows from one page of a listing, at most 1,000 data files of one dataset. The store
   * is asked about keys that were used before, since a listing may be older than the rows.
   */
  void refreshListed(Dataset dataset, List<StoredObject> page) {
    var listed = new LinkedHashMap<String, StoredObject>();
    page.forEach(object -> listed.put(object.key(), object));
    var described = new ArrayList<Described>();
    for (var file : sql.atKeys(listed.keySet().toArray(String[]::new))) {
      var object = listed.get(file.object().key());
      // Without an ETag the listing does not tell whether it is what the event told of.
      var isUnsure = object.etag().isEmpty() && file.object().isVaguerThan(object);
      if (!isUnsure && file.object().isSame(object)) {
        listed.remove(object.key());
        if (file.object().isVaguerThan(object)) {
          described.add(new Described(file.id(), object));
        }
      }
    }
    if (!described.isEmpty()) {
      sql.describe(dataset.id(), described);
    }
    if (!listed.isEmpty()) {
      refresh(dataset, sql.applySeen(dataset.id(), List.copyOf(listed.values())));
    }
  }

  /** Records why the pending files of a folder are still pending. */
  public void explain(Dataset dataset, String folder, String reason) {
    sql.explain(dataset.id(), LikePattern.prefix(folder), reason);
  }

  /**
   * Asks the store about the pending files that were checked longest ago.
   *
   * @param limit maximum number of files
   */
  void checkVanished(int limit) {
    sql.longestUnchecked(limit).stream()
        .collect(groupingBy(LandingFile::datasetId))
        .forEach(
            (datasetId, group) -> {
              try {
                check(datasetId, group);
              } catch (DatasetGoneException gone) {
                LOG.info("{} files not checked: {}", group.size(), gone.getMessage());
              }
            });
  }

  private void check(String datasetId, List<LandingFile> files) {
    var heads = files.stream().collect(toMap(identity(), file -> head(file.object().key())));
    var observations = new ArrayList<Observation>();
    heads.forEach(
        (file, head) -> {
          var key = file.object().key();
          try {
            observations.add(new Observation(key, file.id(), head.join().orElse(null)));
          } catch (RuntimeException e) {
            // One key that the store cannot serve must not hold up the others.
            LOG.warn("Cannot check {}", key, e);
          }
        });
    if (!observations.isEmpty()) {
      sql.apply(datasetId, observations);
    }
    sql.markChecked(datasetId, files.stream().map(LandingFile::id).toList());
  }

  /** The database's clock. */
  Instant now() {
    return sql.now();
  }

  private CompletableFuture<Optional<StoredObject>> head(String key) {
    return store.head(new ObjectRef(bucket, key));
  }
}
