package org.datareload.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes users files for tests, with cheap hashes. */
public final class UserFiles {
  private static final int COST = 8;

  private UserFiles() {}

  /** Writes a file with one user, followed by the given lines. */
  public static Path write(Path file, String id, String password, String... more)
      throws IOException {
    return Files.writeString(file, user(id, password) + String.join("\n", more) + "\n");
  }

  /** The line with the password of a user. */
  public static String user(String id, String password) {
    return "user." + id + ".password=" + HashPassword.hash(password, COST) + "\n";
  }
}
