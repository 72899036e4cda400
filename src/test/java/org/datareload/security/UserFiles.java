package org.datareload.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Users files for tests, with hashes that are quickly made. */
public final class UserFiles {
  private static final int COST = 8;

  private UserFiles() {}

  /** Writes a user with this password as the file's only one, with more lines where given. */
  public static Path write(Path file, String id, String password, String... more)
      throws IOException {
    return Files.writeString(file, user(id, password) + String.join("\n", more) + "\n");
  }

  /** The line of a user. */
  public static String user(String id, String password) {
    return "user." + id + ".password=" + HashPassword.of(password, COST) + "\n";
  }
}
