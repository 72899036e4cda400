package org.datareload.landing;

import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What asking the store about the keys of a notification showed.
 *
 * @param objects the keys of data files and trigger files, distinct and in order, whether or not an
 *     object exists there
 * @param changed the keys of data files whose rows changed
 */
public record RefreshedKeys(
    Notification notification, List<LandedObject> objects, Set<String> changed) {
  /**
   * What became of the records. Of several with the same key, only one told something new.
   *
   * @param decided how many trigger files among the objects were decided on for the first time
   */
  public EventCounts counts(int decided) {
    var places = objects.stream().map(LandedObject::objectKey).collect(toSet());
    var fresh = new HashSet<>(changed);
    int taken = 0;
    int accepted = decided;
    for (var event : notification.events()) {
      if (event.keys().stream().anyMatch(places::contains)) {
        taken++;
      }
      if (fresh.removeAll(event.keys())) {
        accepted++;
      }
    }
    accepted = Math.min(accepted, taken);
    var refused = notification.refused() + notification.events().size() - taken;
    return new EventCounts(accepted, taken - accepted, refused);
  }
}
