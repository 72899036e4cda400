package org.datareload.landing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.Visible;
import org.datareload.landing.LandingKey.Invalid;
import org.datareload.landing.LandingKey.Valid;
import org.datareload.store.StoreProbes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the dataset of each key. Caches datasets, so use one classifier for one message or one
 * listing page only.
 */
final class KeyClassifier {
  private static final Logger LOG = LoggerFactory.getLogger(KeyClassifier.class);

  /** Enough to find a name that was misspelt. */
  private static final int MAX_REGISTERED = 5_000;

  private final Datasets datasets;
  private final Map<DatasetName, Optional<Dataset>> found = new HashMap<>();
  private final NearestDatasets nearest = new NearestDatasets(this::registered);
  private List<Dataset> registered;

  /** What a key of the landing zone stands for. */
  sealed interface KeyClass permits LandedObject, Misplaced, WriterObject, Ignored {}

  /**
   * A key that no dataset loads: a landing problem.
   *
   * @param datasetId the dataset that the key begins with, or null if it names none
   * @param suggestion what its writer may have meant, or empty
   */
  record Misplaced(String datasetId, String reason, String suggestion) implements KeyClass {}

  /**
   * An object that a writer keeps for itself, never data and never a problem; it may be swept with
   * its folder.
   *
   * @param datasetId the dataset that the key begins with, or null if it names none
   */
  record WriterObject(String datasetId) implements KeyClass {}

  /** A probe of this program, or a key that no object can have. */
  record Ignored() implements KeyClass {}

  KeyClassifier(Datasets datasets) {
    this.datasets = datasets;
  }

  KeyClass classify(String key) {
    if (key.startsWith(StoreProbes.PREFIX)) {
      return new Ignored();
    }
    if (!LandingKey.isStorable(key)) {
      LOG.warn("Ignored a key that no object can have: {}", NotificationFormat.excerpt(key));
      return new Ignored();
    }
    var parsed = LandingKey.parse(key);
    if (parsed instanceof Valid valid) {
      return classify(valid.key());
    }
    return parsed instanceof Invalid invalid
        ? misplaced(key, dataset(key), invalid.reason())
        : new WriterObject(dataset(key).map(Dataset::id).orElse(null));
  }

  /** Whether the store may be asked for the key; a listing shows the others. */
  static boolean isAddressable(String key) {
    var name = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    if (LandingKey.hasDotSegment(name)) {
      LOG.warn(
          "The store is not asked for a key with an empty, \".\" or \"..\" segment: {}",
          NotificationFormat.excerpt(key));
      return false;
    }
    return true;
  }

  private KeyClass classify(LandingKey key) {
    var dataset = find(key.dataset()).orElse(null);
    if (dataset == null) {
      return misplaced(
          key.toString(),
          Optional.empty(),
          "No dataset " + key.dataset() + " is registered; create it or delete the file");
    }
    if (!dataset.fileType().equals(key.fileType())) {
      var reason =
          "Files of %s are of type %s, but the key says %s; upload the file with the right type"
              .formatted(
                  key.dataset(), dataset.fileType(), NotificationFormat.excerpt(key.fileType()));
      return misplaced(key.toString(), Optional.of(dataset), reason);
    }
    return new LandedObject(dataset, key);
  }

  private Misplaced misplaced(String key, Optional<Dataset> dataset, String reason) {
    return new Misplaced(
        dataset.map(Dataset::id).orElse(null),
        reason,
        KeyLinter.suggestion(key, dataset.orElse(null), nearest));
  }

  private List<Dataset> registered() {
    if (registered == null) {
      registered = datasets.page(Visible.ALL, null, MAX_REGISTERED);
    }
    return registered;
  }

  private Optional<Dataset> dataset(String key) {
    var segments = key.split("/", 3);
    if (segments.length < 3
        || !DatasetName.isValid(segments[0])
        || !DatasetName.isValid(segments[1])) {
      return Optional.empty();
    }
    return find(new DatasetName(segments[0], segments[1]));
  }

  private Optional<Dataset> find(DatasetName name) {
    return found.computeIfAbsent(name, datasets::find);
  }
}
