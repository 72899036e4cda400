package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.landing.KeyClass.DataFile;
import org.datareload.landing.KeyClass.Ignored;
import org.datareload.landing.KeyClass.Misplaced;
import org.datareload.landing.KeyClass.Trigger;
import org.datareload.landing.LandingKey.Invalid;
import org.datareload.landing.LandingKey.Valid;
import org.datareload.store.StoreProbes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells where keys stand. Asks for each dataset once, so it serves one message or page only. */
final class KeyClassifier {
  private static final Logger LOG = LoggerFactory.getLogger(KeyClassifier.class);
  private final Datasets datasets;
  private final Map<DatasetName, Optional<Dataset>> found = new HashMap<>();

  KeyClassifier(Datasets datasets) {
    this.datasets = requireNonNull(datasets, "datasets is null");
  }

  KeyClass of(String key) {
    if (key.startsWith(StoreProbes.PREFIX)) {
      return new Ignored();
    }
    if (!LandingKey.isStorable(key)) {
      LOG.warn("No object can have this key, and none is looked for: {}", EventParser.shown(key));
      return new Ignored();
    }
    var parsed = LandingKey.parse(key);
    if (parsed instanceof Valid valid) {
      return of(valid.key());
    }
    return parsed instanceof Invalid invalid
        ? new Misplaced(datasetOf(key), invalid.reason())
        : new Ignored();
  }

  /** Where a key with an odd segment stands, only a listing of the zone can show. */
  static boolean canBeAskedFor(String key) {
    if (LandingKey.hasOddSegment(key)) {
      LOG.warn("The store is not asked for a key with an odd segment: {}", EventParser.shown(key));
      return false;
    }
    return true;
  }

  private KeyClass of(LandingKey key) {
    var dataset = find(key.dataset()).orElse(null);
    if (dataset == null) {
      return new Misplaced(null, "No dataset " + key.dataset() + " is registered");
    }
    if (!dataset.fileType().equals(key.fileType())) {
      var reason =
          "The files of %s are of type %s, but the key says %s"
              .formatted(key.dataset(), dataset.fileType(), EventParser.shown(key.fileType()));
      return new Misplaced(dataset.id(), reason);
    }
    return key.isTrigger() ? new Trigger(dataset, key) : new DataFile(dataset, key);
  }

  private String datasetOf(String key) {
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
