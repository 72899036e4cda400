package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of the users file, which is reloaded within a second of a change. */
public final class Users implements UserDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);
  private static final long CHECK_NANOS = 1_000_000_000L;

  private final Path file;
  private final long checkNanos;
  private volatile Map<String, User> users;
  private Version version;
  private long checkedAt;

  private record Version(FileTime time, long size) {}

  /**
   * @param checkNanos how long the file is not looked at again
   */
  Users(Path file, long checkNanos) {
    this.file = requireNonNull(file, "file is null");
    this.checkNanos = checkNanos;
    version = version();
    users = UsersFile.read(file);
    checkedAt = System.nanoTime();
  }

  /**
   * Reads the users file.
   *
   * @throws UsersFileException if the file is missing or invalid
   */
  public static Users read(Path file) {
    return new Users(file, CHECK_NANOS);
  }

  @Override
  public Optional<Principal> find(String userId) {
    return user(userId).map(User::principal);
  }

  @Override
  public String credential(String userId) {
    return user(userId).map(User::credential).orElse(null);
  }

  Optional<User> user(String id) {
    reloadIfChanged();
    return Optional.ofNullable(users.get(id));
  }

  /** The cost of the hash that takes longest to check. */
  int highestCost() {
    return users.values().stream().mapToInt(User::cost).max().orElseThrow();
  }

  private synchronized void reloadIfChanged() {
    var now = System.nanoTime();
    if (now - checkedAt < checkNanos) {
      return;
    }
    checkedAt = now;
    var current = version();
    if (current.equals(version)) {
      return;
    }
    version = current;
    try {
      users = UsersFile.read(file);
      LOG.info("Loaded {} users from {}", users.size(), file);
    } catch (UsersFileException e) {
      LOG.warn("Users file not reloaded, the previous users stay: {}", e.getMessage());
    }
  }

  private Version version() {
    try {
      return new Version(Files.getLastModifiedTime(file), Files.size(file));
    } catch (IOException missing) {
      return new Version(FileTime.fromMillis(0), -1);
    }
  }
}
