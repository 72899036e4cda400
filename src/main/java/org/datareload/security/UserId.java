package org.datareload.security;

import java.util.regex.Pattern;

/** What may be the id of a user: it is a segment of the keys of what he uploads. */
public final class UserId {
  /** The rule, as the end of a sentence about a user id. */
  public static final String RULE =
      "must be 1 to 120 letters, digits or . _ @ | + -, beginning with a letter or digit";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@|+-]{0,119}");

  private UserId() {}

  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }
}
