package org.datareload.landing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;

/**
 * Finds the registered dataset whose name was misspelt. Each name is compared with all datasets, so
 * each is looked up once, and of many different names only the first ones.
 */
final class NearestDatasets {
  static final int MAX_TYPOS = 2;

  /** Names that are looked up: enough for people, few enough for those who mean harm. */
  static final int MAX_NAMES = 100;

  private final Supplier<List<Dataset>> registered;
  private final Map<List<String>, Optional<Dataset>> found = new HashMap<>();

  /**
   * @param registered all datasets
   */
  NearestDatasets(Supplier<List<Dataset>> registered) {
    this.registered = registered;
  }

  /** The registered dataset of this name, or of one that differs in case or by few typos. */
  Optional<Dataset> find(String domain, String name) {
    var key = List.of(domain, name);
    if (!found.containsKey(key) && found.size() < MAX_NAMES) {
      found.put(key, nearest(domain, name));
    }
    return found.getOrDefault(key, Optional.empty());
  }

  private Optional<Dataset> nearest(String domain, String name) {
    var allowed = Math.min(MAX_TYPOS, (domain.length() + name.length()) / 4);
    Dataset nearest = null;
    for (var dataset : registered.get()) {
      var typos = typos(dataset, domain, name, allowed);
      if (typos <= allowed) {
        nearest = dataset;
        if (typos == 0) {
          break;
        }
        allowed = typos - 1;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Whether the dataset has this name but for the case. */
  static boolean isNamed(Dataset dataset, String domain, String name) {
    return typos(dataset, domain, name, 0) == 0;
  }

  private static int typos(Dataset dataset, String domain, String name, int allowed) {
    var inDomain = typos(dataset.name().domain(), domain, allowed);
    return inDomain > allowed
        ? inDomain
        : inDomain + typos(dataset.name().name(), name, allowed - inDomain);
  }

  /**
   * The edit distance, whatever the case: how many letters are added, left out or exchanged; some
   * number above the allowed one where it is more. Looks only at what so few changes can reach.
   */
  static int typos(String a, String b, int allowed) {
    if (Math.abs(a.length() - b.length()) > allowed) {
      return allowed + 1;
    }
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var from = Math.max(1, i - allowed);
      var to = Math.min(b.length(), i + allowed);
      var diagonal = row[from - 1];
      row[from - 1] = from == 1 ? i : allowed + 1;
      var least = row[from - 1];
      for (var j = from; j <= to; j++) {
        var exchanged = diagonal + (isSame(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        // The cell above the last one was out of reach in the row before.
        var above = j == i + allowed ? allowed + 1 : row[j] + 1;
        row[j] = Math.min(exchanged, Math.min(row[j - 1] + 1, above));
        least = Math.min(least, row[j]);
      }
      if (least > allowed) {
        return least;
      }
    }
    return row[b.length()];
  }

  private static boolean isSame(char a, char b) {
    return Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
