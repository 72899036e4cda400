package org.datareload.landing;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.LikePattern;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data files of the landing zone. A file's row follows what the store says of its key, never
 * what an event said of it, so looks may come twice, late and in any order:
 *
 * <ul>
 *   <li>an object without a row becomes a pending file;
 *   <li>where another object took the key of a pending file, that file is superseded;
 *   <li>a pending file whose object has gone is deleted;
 *   <li>files beyond pending only lose their hold of the key: their execution decides.
 * </ul>
 *
 * Each transaction that changes files locks their dataset's row first and keeps the counts by
 * status.
 */
public final class LandingFiles {
  private static final Logger LOG = LoggerFactory.getLogger(LandingFiles.class);
  private static final int AT_ONCE = 1_000;
  private static final int MAX_LOOKS = 20;

  private final LandingFileSql sql;
  private final ObjectStore store;
  private final String bucket;

  /**
   * @param bucket the landing zone's
   */
  public LandingFiles(LandingFileSql sql, ObjectStore store, String bucket) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /** Looks at keys of data files of one dataset and follows what is found. */
  public void refresh(Dataset dataset, Collection<String> keys) {
    var distinct = keys.stream().distinct().toList();
    for (int from = 0; from < distinct.size(); from += AT_ONCE) {
      observePart(dataset, distinct.subList(from, Math.min(from + AT_ONCE, distinct.size())));
    }
  }

  private void observePart(Dataset dataset, List<String> part) {
    var keys = part;
    for (int look = 0; !keys.isEmpty(); look++) {
      if (look == MAX_LOOKS) {
        throw new IllegalStateException(
            keys.size() + " keys change faster than they can be read, among them " + keys.get(0));
      }
      var before =
          sql.standing(keys.toArray(String[]::new)).stream()
              .collect(toMap(file -> file.object().key(), LandingFile::id));
      var heads = keys.stream().map(this::head).toList();
      var sightings = new ArrayList<KeyObservation>();
      for (int i = 0; i < keys.size(); i++) {
        var key = keys.get(i);
        sightings.add(new KeyObservation(key, before.get(key), heads.get(i).join().orElse(null)));
      }
      keys = sql.follow(dataset.id(), sightings);
    }
  }

  /**
   * Follows one page of a listing, at most 1,000 data files of one dataset. Objects at keys that
   * were used before are looked at once more, since a listing may be older than the rows.
   */
  public void refreshListed(Dataset dataset, List<StoredObject> page) {
    if (page.isEmpty()) {
      return;
    }
    var listed = new LinkedHashMap<String, StoredObject>();
    page.forEach(object -> listed.put(object.key(), object));
    for (var file : sql.standing(listed.keySet().toArray(String[]::new))) {
      if (file.object().isSame(listed.get(file.object().key()))) {
        listed.remove(file.object().key());
      }
    }
    if (!listed.isEmpty()) {
      refresh(dataset, sql.followListing(dataset.id(), List.copyOf(listed.values())));
    }
  }

  /** Says of the pending files of a folder why they are still pending. */
  public void explain(Dataset dataset, String folder, String reason) {
    sql.explain(dataset.id(), LikePattern.prefix(folder), reason);
  }

  /**
   * Looks at the pending files that were looked at longest ago.
   *
   * @param limit at most so many files
   */
  public void checkVanished(int limit) {
    sql.longestUnchecked(limit).stream()
        .collect(groupingBy(LandingFile::datasetId))
        .forEach(this::checkUnlessGone);
  }

  private void checkUnlessGone(String datasetId, List<LandingFile> files) {
    try {
      check(datasetId, files);
    } catch (DatasetGoneException gone) {
      LOG.info("{} files need no look: {}", files.size(), gone.getMessage());
    }
  }

  private void check(String datasetId, List<LandingFile> files) {
    var heads = files.stream().collect(toMap(identity(), file -> head(file.object().key())));
    var sightings = new ArrayList<KeyObservation>();
    heads.forEach(
        (file, head) -> {
          try {
            var object = head.join().orElse(null);
            sightings.add(new KeyObservation(file.object().key(), file.id(), object));
          } catch (RuntimeException e) {
            // The others have their turn; this one has its next after them.
            LOG.warn("Cannot look at {}: {}", file.object().key(), e.toString());
          }
        });
    if (!sightings.isEmpty()) {
      sql.follow(datasetId, sightings);
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
