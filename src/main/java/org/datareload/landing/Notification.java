package org.datareload.landing;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.datareload.store.StoredObject;

/**
 * What one message says about the landing zone.
 *
 * @param events of created and removed objects, in the message's order
 * @param refused how many records were about other buckets, or neither created nor removed anything
 */
public record Notification(List<ObjectEvent> events, int refused) {
  public Notification {
    events = List.copyOf(events);
  }

  /** All keys that the events may mean. */
  List<String> keys() {
    return events.stream().flatMap(event -> event.keys().stream()).toList();
  }

  /** The objects that the events say all of, by key; without keys of which several events tell. */
  Map<String, StoredObject> objects() {
    var events = keys().stream().collect(groupingBy(identity(), counting()));
    return this.events.stream()
        .map(ObjectEvent::object)
        .filter(Objects::nonNull)
        .filter(object -> events.get(object.key()) == 1)
        .collect(toMap(StoredObject::key, identity()));
  }
}
