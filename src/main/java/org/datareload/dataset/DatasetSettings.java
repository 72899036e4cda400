package org.datareload.dataset;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be changed after a dataset was created. A request may hold invalid values: {@link
 * #errors()} names them.
 *
 * @param description empty for none
 * @param notifyTo mail addresses that are notified of every execution
 * @param replaced what becomes of content that is replaced
 * @param settle time without a new object after which a folder is planned; null for {@code
 *     reload.trigger.settle}
 * @param readers how readers find the content
 */
public record DatasetSettings(
    String description,
    List<String> notifyTo,
    Replaced replaced,
    Duration settle,
    Readers readers) {
  private static final int MAX_DESCRIPTION = 2000;
  private static final int MAX_ADDRESSES = 20;
  // They share one column.
  private static final int MAX_TOGETHER = 4000;
  private static final Duration MAX_SETTLE = Duration.ofHours(1);

  public DatasetSettings {
    description = requireNonNullElse(description, "");
    notifyTo = notifyTo == null ? List.of() : List.copyOf(notifyTo);
    requireNonNull(replaced, "replaced is null");
    requireNonNull(readers, "readers is null");
  }

  /** The settings of a dataset of which nothing else is said. */
  public static DatasetSettings of(List<String> notifyTo) {
    return new DatasetSettings("", notifyTo, Replaced.TRASH, null, Readers.LISTING);
  }

  public DatasetSettings withDescription(String text) {
    return new DatasetSettings(text, notifyTo, replaced, settle, readers);
  }

  public DatasetSettings withNotifyTo(List<String> addresses) {
    return new DatasetSettings(description, addresses, replaced, settle, readers);
  }

  public DatasetSettings withReplaced(Replaced kind) {
    return new DatasetSettings(description, notifyTo, kind, settle, readers);
  }

  public DatasetSettings withSettle(Duration time) {
    return new DatasetSettings(description, notifyTo, replaced, time, readers);
  }

  public DatasetSettings withReaders(Readers kind) {
    return new DatasetSettings(description, notifyTo, replaced, settle, kind);
  }

  /** Every invalid setting, by the field of the API. */
  List<FieldError> errors() {
    var errors = new ArrayList<FieldError>();
    if (description.length() > MAX_DESCRIPTION) {
      errors.add(
          new FieldError(
              "description", "must be at most 2000 characters, not " + description.length()));
    } else if (description.indexOf('\0') >= 0) {
      errors.add(new FieldError("description", "must not contain the character U+0000"));
    }
    errors.addAll(addressErrors());
    if (settle != null && (settle.isNegative() || settle.compareTo(MAX_SETTLE) > 0)) {
      errors.add(new FieldError("settle", "must be from 0s to 1h, not " + DurationText.of(settle)));
    }
    return errors;
  }

  private List<FieldError> addressErrors() {
    if (notifyTo.isEmpty() || notifyTo.size() > MAX_ADDRESSES) {
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
    var ascii = address.replaceAll("[^\\x20-\\x7e]", "?");
    return "\"" + (ascii.length() <= 80 ? ascii : ascii.substring(0, 80) + "…") + "\"";
  }
}
