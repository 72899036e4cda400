package org.datareload.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers correct passwords for five minutes, so that scripts do not pay for bcrypt each time.
 */
final class PasswordCache {
  private static final long NANOS = Duration.ofMinutes(5).toNanos();
  private static final int MAX_ENTRIES = 1000;

  // Makes the keys useless without the memory of this process.
  private final String salt = Secret.random();
  private final Map<String, Long> verifiedAt =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  synchronized boolean contains(User user, String password) {
    var nanos = verifiedAt.get(key(user, password));
    return nanos != null && System.nanoTime() - nanos < NANOS;
  }

  synchronized void add(User user, String password) {
    var key = key(user, password);
    verifiedAt.remove(key);
    verifiedAt.put(key, System.nanoTime());
  }

  // With the hash of the users file, so that a changed password applies at once.
  private String key(User user, String password) {
    return Sha256.hex(String.join("\0", salt, user.id(), user.passwordHash(), password));
  }
}
