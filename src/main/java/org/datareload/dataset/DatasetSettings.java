package org.datareload.dataset;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;

/** Rules of the settings that can change after a dataset was created. */
final class DatasetSettings {
  private static final int MAX_DESCRIPTION = 2000;
  private static final int MAX_ADDRESSES = 20;
  // They share one column.
  private static final int MAX_TOGETHER = 4000;

  private DatasetSettings() {}

  static List<FieldError> errors(String description, List<String> notifyTo) {
    var errors = new ArrayList<FieldError>();
    var text = requireNonNullElse(description, "");
    if (text.length() > MAX_DESCRIPTION) {
      errors.add(
          new FieldError("description", "must be at most 2000 characters, not " + text.length()));
    } else if (text.indexOf('\0') >= 0) {
      errors.add(new FieldError("description", "must not contain the character U+0000"));
    }
    errors.addAll(addressErrors(notifyTo));
    return errors;
  }

  private static List<FieldError> addressErrors(List<String> notifyTo) {
    if (notifyTo == null || notifyTo.isEmpty() || notifyTo.size() > MAX_ADDRESSES) {
      return List.of(new FieldError("notify", "must be 1 to 20 mail addresses"));
    }
    for (var address : notifyTo) {
      if (!MailAddress.isValid(address)) {
        return List.of(new FieldError("notify", "is not a mail address: " + printable(address)));
      }
    }
    if (String.join(",", notifyTo).length() > MAX_TOGETHER) {
      return List.of(new FieldError("notify", "must be at most 4000 characters together"));
    }
    return List.of();
  }

  private static String printable(String address) {
    if (address == null) {
      return "null";
    }
    var ascii = address.replaceAll("[^\\x20-\\x7e]", "?");
    return ascii.length() <= 80 ? ascii : ascii.substring(0, 80) + "…";
  }
}
