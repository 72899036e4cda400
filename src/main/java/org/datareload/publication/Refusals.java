package org.datareload.publication;

import java.util.List;
import org.datareload.store.Removal;

/** Looks for objects that the store would not delete. */
final class Refusals {
  private Refusals() {}

  /** Fails with the first refusal, if there is one, naming its key and how many there are. */
  static void check(List<Removal> removals, List<String> keys) {
    var refused = removals.stream().filter(Removal.Refused.class::isInstance).count();
    for (var i = 0; i < removals.size(); i++) {
      if (removals.get(i) instanceof Removal.Refused refusal) {
        throw new IllegalStateException(
            refused + " objects were not deleted, first " + keys.get(i) + ": " + refusal.reason());
      }
    }
  }
}
