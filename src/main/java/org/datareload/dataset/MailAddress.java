package org.datareload.dataset;

import java.util.regex.Pattern;

/** What is taken for a mail address. */
public final class MailAddress {
  private static final int MAX = 254;
  // Printable ASCII without what separates or groups addresses in a mail's header.
  private static final Pattern VALID =
      Pattern.compile("[!#-'*+\\-./0-9=?A-Z^-~]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

  private MailAddress() {}

  /** Whether the text may be a mail address; null is none. */
  public static boolean isValid(String text) {
    return text != null && text.length() <= MAX && VALID.matcher(text).matches();
  }
}
