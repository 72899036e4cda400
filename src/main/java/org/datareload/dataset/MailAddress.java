package org.datareload.dataset;

import java.util.regex.Pattern;

/** The grammar of mail addresses that Data Reload sends to. */
public final class MailAddress {
  private static final int MAX = 254;
  // Printable ASCII without the characters that separate or group addresses in a header.
  private static final String ATOM = "[!#-'*+\\-/0-9=?A-Z^-~]+";
  private static final String LABEL = "[A-Za-z0-9]+(-+[A-Za-z0-9]+)*";
  private static final Pattern VALID =
      Pattern.compile(
          "(?=[^@]{1,64}@)" + ATOM + "(\\." + ATOM + ")*@" + LABEL + "(\\." + LABEL + ")*");

  private MailAddress() {}

  /** Whether the text is a mail address; false for null. */
  public static boolean isValid(String text) {
    return text != null && text.length() <= MAX && VALID.matcher(text).matches();
  }
}
