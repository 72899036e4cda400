package org.datareload.security;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of the users file, which is read again when it changes. */
public final class Users implements UserDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Path file;
  private volatile Map<String, User> users;
  private Mark mark;
  private long looked;

  private record Mark(FileTime time, long size) {}

  private Users(Path file) {
    this.file = requireNonNull(file, "file is null");
    mark = mark();
    users = UsersFile.read(file);
    looked = System.nanoTime();
  }

  /**
   * Reads the users file.
   *
   * @throws UsersFileException where it cannot be taken as it is
   */
  public static Users read(Path file) {
    return new Users(file);
  }

  @Override
  public Optional<Principal> find(String userId) {
    return user(userId).map(User::principal);
  }

  Optional<User> user(String id) {
    look();
    return Optional.ofNullable(users.get(id));
  }

  /** The dearest hash: work done for unknown users must not be told from work for known ones. */
  String dearestHash() {
    // The cost is the second field of a hash, in two digits.
    return users.values().stream()
        .map(User::passwordHash)
        .max(Comparator.comparing(hash -> hash.substring(4, 6)))
        .orElseThrow();
  }

  private synchronized void look() {
    var now = System.nanoTime();
    if (now - looked < LOOK_NANOS) {
      return;
    }
    looked = now;
    var current = mark();
    if (current.equals(mark)) {
      return;
    }
    mark = current;
    try {
      users = UsersFile.read(file);
      LOG.info("Read {} users from {}", users.size(), file);
    } catch (UsersFileException wrong) {
      LOG.warn("The users stay as they were: {}", wrong.getMessage());
    }
  }

  private Mark mark() {
    try {
      return new Mark(Files.getLastModifiedTime(file), Files.size(file));
    } catch (IOException gone) {
      return new Mark(FileTime.fromMillis(0), -1);
    }
  }
}
