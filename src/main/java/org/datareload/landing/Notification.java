package org.datareload.landing;

import java.util.List;

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
}
