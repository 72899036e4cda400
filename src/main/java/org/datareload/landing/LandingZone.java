package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.Datasets;
import org.datareload.landing.KeyClassifier.Misplaced;
import org.datareload.landing.KeyClassifier.WriterObject;
import org.datareload.landing.LandingProblemSql.NewProblem;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the database in line with the landing zone, for keys from any source: an event, a listing,
 * a recheck. The store decides what exists, never the source: an event is believed only where it
 * says all of an object at a key that was never used, and a plan compares it with the store. Data
 * files get their rows, misplaced objects become landing problems, and trigger files are returned
 * for the caller to accept.
 */
public final class LandingZone {
  private static final Logger LOG = LoggerFactory.getLogger(LandingZone.class);
  private static final int BATCH = 1_000;

  private final Datasets datasets;
  private final LandingFiles files;
  private final LandingProblems problems;
  private final ObjectStore store;
  private final String bucket;

  /**
   * @param bucket the landing zone's bucket
   */
  public LandingZone(
      Datasets datasets,
      LandingFiles files,
      LandingProblems problems,
      ObjectStore store,
      String bucket) {
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.files = requireNonNull(files, "files is null");
    this.problems = requireNonNull(problems, "problems is null");
    this.store = requireNonNull(store, "store is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /** Brings the rows in line with what a notification tells; see {@link #refreshKeys}. */
  public RefreshedKeys refresh(Notification notification) {
    var changed = new HashSet<String>();
    return new RefreshedKeys(
        notification, refreshKeys(notification.keys(), notification.objects(), changed), changed);
  }

  /** The same for one key. */
  public List<LandedObject> refreshKey(String key) {
    return refreshKeys(List.of(key));
  }

  /**
   * Asks the store what exists at the keys and updates the rows.
   *
   * @return the keys of data files and trigger files, distinct and in order, whether or not an
   *     object exists there
   */
  public List<LandedObject> refreshKeys(Collection<String> keys) {
    return refreshKeys(keys, Map.of(), new HashSet<>());
  }

  /**
   * @param told what events say of objects, by key
   * @param changed receives the keys whose rows changed
   */
  private List<LandedObject> refreshKeys(
      Collection<String> keys, Map<String, StoredObject> told, Set<String> changed) {
    var distinct = keys.stream().distinct().toList();
    var landed = new ArrayList<LandedObject>();
    for (int from = 0; from < distinct.size(); from += BATCH) {
      var batch = distinct.subList(from, Math.min(from + BATCH, distinct.size()));
      landed.addAll(retryIfDatasetGone(() -> refreshBatch(batch, told, changed)));
    }
    return landed;
  }

  /**
   * Updates the rows from one page of a listing of the landing zone, at most 1,000 objects.
   *
   * @return the data files and trigger files on the page, in order
   */
  public List<LandedObject> refreshListed(List<StoredObject> page) {
    return retryIfDatasetGone(() -> refreshPage(page));
  }

  /**
   * The trigger file as a listing shows it now, or null if it is gone. A listing, unlike HEAD,
   * tells apart two objects that are written within one second.
   */
  public TriggerFile findTrigger(LandedObject trigger) {
    var observedAt = files.now();
    return store
        .find(new ObjectRef(bucket, trigger.objectKey()))
        .map(
            object ->
                new TriggerFile(
                    trigger.dataset(), trigger.key(), object, observedAt, store.now(bucket)))
        .orElse(null);
  }

  private boolean isListed(String key) {
    var pages = store.pages(bucket, key);
    while (pages.hasNext()) {
      if (pages.next().stream().anyMatch(object -> object.key().equals(key))) {
        return true;
      }
    }
    return false;
  }

  /** If a dataset is deleted meanwhile, the next try no longer finds it: its keys are misplaced. */
  private static <T> T retryIfDatasetGone(Supplier<T> action) {
    while (true) {
      try {
        return action.get();
      } catch (DatasetGoneException gone) {
        LOG.info("Classifies keys again: {}", gone.getMessage());
      }
    }
  }

  private List<LandedObject> refreshBatch(
      List<String> keys, Map<String, StoredObject> told, Set<String> changed) {
    var classifier = new KeyClassifier(datasets);
    var landed = new ArrayList<LandedObject>();
    Map<Dataset, List<String>> data = new LinkedHashMap<>();
    var misplaced = new LinkedHashMap<String, Misplaced>();
    var unaddressable = new ArrayList<String>();
    var fine = new ArrayList<String>();
    for (var key : keys) {
      var found = classifier.classify(key);
      if (found instanceof LandedObject || found instanceof WriterObject) {
        fine.add(key);
      }
      if (found instanceof LandedObject one) {
        landed.add(one);
        if (!one.isTrigger()) {
          data.computeIfAbsent(one.dataset(), dataset -> new ArrayList<>()).add(key);
        }
      } else if (found instanceof Misplaced problem) {
        if (KeyClassifier.isAddressable(key)) {
          misplaced.put(key, problem);
        } else {
          unaddressable.add(key);
        }
      }
    }
    data.forEach((dataset, some) -> changed.addAll(files.refresh(dataset, some, told)));
    problems.forget(fine);
    refreshMisplaced(misplaced);
    problems.forget(problems.known(unaddressable).stream().filter(key -> !isListed(key)).toList());
    return landed;
  }

  private void refreshMisplaced(Map<String, Misplaced> misplaced) {
    Map<String, CompletableFuture<Optional<StoredObject>>> heads = new LinkedHashMap<>();
    misplaced.keySet().forEach(key -> heads.put(key, store.head(new ObjectRef(bucket, key))));
    var present = new ArrayList<NewProblem>();
    var gone = new ArrayList<String>();
    heads.forEach(
        (key, head) ->
            head.join()
                .ifPresentOrElse(
                    object -> present.add(problem(object, misplaced.get(key))),
                    () -> gone.add(key)));
    problems.note(present);
    problems.forget(gone);
  }

  private List<LandedObject> refreshPage(List<StoredObject> page) {
    var classifier = new KeyClassifier(datasets);
    var landed = new ArrayList<LandedObject>();
    Map<Dataset, List<StoredObject>> data = new LinkedHashMap<>();
    var misplaced = new ArrayList<NewProblem>();
    var fine = new ArrayList<String>();
    for (var object : page) {
      var found = classifier.classify(object.key());
      if (found instanceof LandedObject || found instanceof WriterObject) {
        fine.add(object.key());
      }
      if (found instanceof LandedObject one) {
        landed.add(one);
        if (!one.isTrigger()) {
          data.computeIfAbsent(one.dataset(), dataset -> new ArrayList<>()).add(object);
        }
      } else if (found instanceof Misplaced problem) {
        misplaced.add(problem(object, problem));
      }
    }
    data.forEach(files::refreshListed);
    problems.forget(fine);
    problems.note(misplaced);
    return landed;
  }

  private static NewProblem problem(StoredObject object, Misplaced misplaced) {
    return new NewProblem(
        object.key(),
        misplaced.datasetId(),
        misplaced.reason(),
        misplaced.suggestion(),
        object.size());
  }
}
