package org.datareload.dataset;

import java.util.regex.Pattern;

/** The form of mail addresses that the program accepts. */
public final class MailAddress {
  private static final int MAX = 254;
  /** A dot-atom of RFC 5322: printable ASCII without what separates or groups addresses. */
  private static final String ATOM = "[!#-'*+\\-/0-9=?A-Z^-~]+";

  private static final String LABEL = "[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*";
  private static final Pattern VALID =
      Pattern.compile(
          "(?=.{1,64}@)%1$s(?:\\.%1$s)*@%2$s(?:\\.%2$s)*".formatted(ATOM, LABEL));

  private MailAddress() {}

  /** Whether the text may be a mail address; null is none. */
  public static boolean isValid(String text) {
    return text != null && text.length() <= MAX && VALID.matcher(text).matches();
  }
}
