package org.datareload.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers for five minutes which passwords were right, for scripts that call often. */
final class PasswordCache {
  private static final long NANOS = Duration.ofMinutes(5).toNanos();
  private static final int MOST = 1000;

  // Nobody without this process's memory can search for what was hashed with it.
  private final String salt = Secret.random();
  private final Map<String, Long> since =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  synchronized boolean holds(User user, String password) {
    var time = since.get(mark(user, password));
    return time != null && System.nanoTime() - time < NANOS;
  }

  synchronized void keep(User user, String password) {
    var mark = mark(user, password);
    since.remove(mark);
    since.put(mark, System.nanoTime());
  }

  // With the hash of the file, so that a changed password counts at once.
  private String mark(User user, String password) {
    return Secret.hash(String.join("\0", salt, user.id(), user.passwordHash(), password));
  }
}
