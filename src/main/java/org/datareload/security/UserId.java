package org.datareload.security;

import java.util.regex.Pattern;

/** The form of user ids. A user id is a segment of the keys of the user's uploads. */
public final class UserId {
  /** The rule as the predicate of an error message. */
  public static final String RULE =
      "must be 1 to 120 letters, digits or . _ @ | + -, starting with a letter or digit";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@|+-]{0,119}");

  private UserId() {}

  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }
}
