package org.datareload.landing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
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

  private final Datasets datasets;
  private final Map<DatasetName, Optional<Dataset>> found = new HashMap<>();

  /** What a key of the landing zone stands for. */
  sealed interface KeyClass permits LandedObject, Misplaced, Ignored {}

  /**
   * A key that no dataset loads: a landing problem.
   *
   * @param datasetId the dataset that the key begins with, or null if it names none
   */
  record Misplaced(String datasetId, String reason) implements KeyClass {}

  /** A folder marker, a probe of this program, or a key that no object can have. */
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
        ? new Misplaced(datasetId(key), invalid.reason())
        : new Ignored();
  }

  /** Whether the store may be asked for the key; a listing shows the others. */
  static boolean isAddressable(String key) {
    if (LandingKey.hasDotSegment(key)) {
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
      return new Misplaced(
          null, "No dataset " + key.dataset() + " is registered; create it or delete the file");
    }
    if (!dataset.fileType().equals(key.fileType())) {
      var reason =
          "Files of %s are of type %s, but the key says %s; upload the file with the right type"
              .formatted(
                  key.dataset(), dataset.fileType(), NotificationFormat.excerpt(key.fileType()));
      return new Misplaced(dataset.id(), reason);
    }
    return new LandedObject(dataset, key);
  }

  private String datasetId(String key) {
    var segments = key.split("/", 3);
    if (segments.length < 3
        || !DatasetName.isValid(segments[0])
        || !DatasetName.isValid(segments[1])) {
      return null;
    }
    return find(new DatasetName(segments[0], segments[1])).map(Dataset::id).orElse(null);
  }

  private Optional<Dataset> find(DatasetName name) {
    return found.computeIfAbsent(name, datasets::find);
  }
}
