package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.Datasets;
import org.datareload.landing.KeyClass.DataFile;
import org.datareload.landing.KeyClass.Misplaced;
import org.datareload.landing.KeyClass.Trigger;
import org.datareload.landing.LandingProblemSql.NewProblem;
import org.datareload.landing.ObjectEvent.Kind;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lands, from whichever side it becomes known: an event, a listing, a second look. Data files
 * get their rows, misplaced objects are noted, and trigger files are handed to the caller, who
 * records them before he acknowledges anything.
 */
public final class LandingZone {
  private static final Logger LOG = LoggerFactory.getLogger(LandingZone.class);
  private static final int AT_ONCE = 1_000;

  private final EventParser parser = new EventParser();
  private final Datasets datasets;
  private final LandingFiles files;
  private final LandingProblems problems;
  private final ObjectStore store;
  private final String bucket;

  /**
   * @param bucket the landing zone's
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

  /**
   * Looks wherever a message of the store points to.
   *
   * @return the trigger files that stand there
   * @throws UnreadableEventException where the message is of no known shape; nothing was done
   */
  public List<TriggerFile> receive(String body) {
    var keys = new ArrayList<String>();
    var strangers = new TreeSet<String>();
    for (var event : parser.parse(body)) {
      if (!event.bucket().equals(bucket)) {
        strangers.add(EventParser.shown(event.bucket()));
      } else if (event.kind() != Kind.OTHER) {
        keys.add(event.key());
      }
    }
    if (!strangers.isEmpty()) {
      LOG.warn("Events of buckets other than {} are left alone: {}", bucket, strangers);
    }
    return refresh(keys);
  }

  /**
   * Asks the store what stands at keys of the landing zone, and follows what it says.
   *
   * @return the trigger files among them
   */
  public List<TriggerFile> refresh(Collection<String> keys) {
    var distinct = keys.stream().distinct().toList();
    var triggers = new ArrayList<TriggerFile>();
    for (int from = 0; from < distinct.size(); from += AT_ONCE) {
      var part = distinct.subList(from, Math.min(from + AT_ONCE, distinct.size()));
      triggers.addAll(unlessGone(() -> lookAtPart(part)));
    }
    return List.copyOf(triggers);
  }

  /** A dataset that is deleted meanwhile is not found by the next look: its keys are misplaced. */
  private static <T> T unlessGone(Supplier<T> look) {
    while (true) {
      try {
        return look.get();
      } catch (DatasetGoneException gone) {
        LOG.info("Looks anew: {}", gone.getMessage());
      }
    }
  }

  private List<TriggerFile> lookAtPart(List<String> keys) {
    var places = new KeyClassifier(datasets);
    Map<Dataset, List<String>> data = new LinkedHashMap<>();
    var triggers = new ArrayList<Trigger>();
    Map<String, Misplaced> misplacedKey = new LinkedHashMap<>();
    for (var key : keys) {
      var place = places.of(key);
      if (place instanceof DataFile file) {
        data.computeIfAbsent(file.dataset(), dataset -> new ArrayList<>()).add(key);
      } else if (place instanceof Trigger trigger) {
        triggers.add(trigger);
      } else if (place instanceof Misplaced misplaced && KeyClassifier.canBeAskedFor(key)) {
        misplacedKey.put(key, misplaced);
      }
    }
    data.forEach(files::refresh);
    data.values().forEach(problems::forget);
    problems.forget(triggers.stream().map(trigger -> trigger.key().toString()).toList());
    lookAtMisplaced(misplacedKey);
    return standing(triggers);
  }

  private List<TriggerFile> standing(List<Trigger> triggers) {
    if (triggers.isEmpty()) {
      return List.of();
    }
    var observedAt = files.now();
    var standing = new ArrayList<TriggerFile>();
    for (var trigger : triggers) {
      // A listing tells two drops within one second apart where HEAD cannot.
      store
          .find(new ObjectRef(bucket, trigger.key().toString()))
          .map(object -> new TriggerFile(trigger.dataset(), trigger.key(), object, observedAt))
          .ifPresent(standing::add);
    }
    return standing;
  }

  private void lookAtMisplaced(Map<String, Misplaced> misplacedKey) {
    Map<String, CompletableFuture<Optional<StoredObject>>> heads = new LinkedHashMap<>();
    misplacedKey.keySet().forEach(key -> heads.put(key, head(key)));
    var present = new ArrayList<NewProblem>();
    var gone = new ArrayList<String>();
    heads.forEach(
        (key, head) ->
            head.join()
                .ifPresentOrElse(
                    object -> present.add(misplaced(object, misplacedKey.get(key))),
                    () -> gone.add(key)));
    problems.note(present);
    problems.forget(gone);
  }

  /**
   * Follows one page of a listing of the landing zone, at most 1,000 objects.
   *
   * @return the keys of the trigger files on the page, for {@link #refresh}
   */
  public List<String> refreshListed(List<StoredObject> page) {
    return unlessGone(() -> observePage(page));
  }

  private List<String> observePage(List<StoredObject> page) {
    var places = new KeyClassifier(datasets);
    Map<Dataset, List<StoredObject>> data = new LinkedHashMap<>();
    var triggers = new ArrayList<String>();
    var misplaced = new ArrayList<NewProblem>();
    for (var object : page) {
      var place = places.of(object.key());
      if (place instanceof DataFile file) {
        data.computeIfAbsent(file.dataset(), dataset -> new ArrayList<>()).add(object);
      } else if (place instanceof Trigger) {
        triggers.add(object.key());
      } else if (place instanceof Misplaced misplacedKey) {
        misplaced.add(misplaced(object, misplacedKey));
      }
    }
    data.forEach(files::refreshListed);
    data.values().forEach(all -> problems.forget(all.stream().map(StoredObject::key).toList()));
    problems.note(misplaced);
    return triggers;
  }

  private static NewProblem misplaced(StoredObject object, Misplaced misplacedKey) {
    return new NewProblem(
        object.key(), misplacedKey.datasetId(), misplacedKey.reason(), object.size());
  }

  private CompletableFuture<Optional<StoredObject>> head(String key) {
    return store.head(new ObjectRef(bucket, key));
  }
}
