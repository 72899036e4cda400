package org.datareload.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Remembers which secrets were right, until five minutes after they were last shown. */
public final class ProvenSecrets {
  private static final long NANOS = Duration.ofMinutes(5).toNanos();
  private static final int MAX_ENTRIES = 10_000;

  // Makes the keys useless without the memory of this process.
  private final String salt = Secret.random();
  private final LongSupplier nanoTime;
  private final Map<String, Long> shownAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  public ProvenSecrets() {
    this(System::nanoTime);
  }

  ProvenSecrets(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the secret was right a moment ago. */
  public synchronized boolean contains(String... secret) {
    var key = key(secret);
    var nanos = shownAt.get(key);
    var isProven = nanos != null && nanoTime.getAsLong() - nanos < NANOS;
    if (isProven) {
      shownAt.put(key, nanoTime.getAsLong());
    }
    return isProven;
  }

  public synchronized void add(String... secret) {
    shownAt.put(key(secret), nanoTime.getAsLong());
  }

  public synchronized void remove(String... secret) {
    shownAt.remove(key(secret));
  }

  private String key(String... secret) {
    return Sha256.hex(salt + "\0" + String.join("\0", secret));
  }
}
