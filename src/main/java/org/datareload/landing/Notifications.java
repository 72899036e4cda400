package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.datareload.landing.ObjectEvent.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads event notifications, and keeps what they say about the landing zone. */
public final class Notifications {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  /** Senders choose their names themselves, so not all can be remembered. */
  private static final int MAX_SOURCES = 20;

  private final String bucket;
  private final Set<String> unknownSources = new HashSet<>();

  /**
   * @param bucket the landing zone's bucket; events of other buckets are refused
   */
  public Notifications(String bucket) {
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * What one message says. A test message of a new subscription says nothing.
   *
   * @throws UnreadableEventException if the message or one of its records has no known format
   */
  public Notification parse(String body) {
    var all = NotificationFormat.read(body);
    var events = new ArrayList<ObjectEvent>();
    var otherBuckets = new TreeSet<String>();
    for (var event : all) {
      if (!event.bucket().equals(bucket)) {
        otherBuckets.add(NotificationFormat.excerpt(event.bucket()));
      } else if (event.kind() != Kind.OTHER) {
        events.add(event);
      }
    }
    if (!otherBuckets.isEmpty()) {
      LOG.warn("Ignored events of buckets {}: the landing zone is {}", otherBuckets, bucket);
    }
    events.forEach(this::warnOfUnknownSource);
    return new Notification(events, all.size() - events.size());
  }

  private void warnOfUnknownSource(ObjectEvent event) {
    if (NotificationFormat.isKnown(event.source())) {
      return;
    }
    var source = NotificationFormat.excerpt(event.source());
    synchronized (unknownSources) {
      if (unknownSources.size() >= MAX_SOURCES || !unknownSources.add(source)) {
        return;
      }
    }
    LOG.warn(
        "Events come from the unknown source \"{}\": each key is looked for both as it is and"
            + " decoded, here {}",
        source,
        event.keys().stream().map(NotificationFormat::excerpt).toList());
  }
}
