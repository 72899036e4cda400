package org.datareload.dataset;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A dataset's name within its domain, {@code domain/dataset}: the first two segments of each of its
 * keys in the landing zone and in the data lake zone.
 *
 * @param domain 2 to 120 of {@code A-Za-z0-9_}
 * @param name 2 to 120 of {@code A-Za-z0-9_}
 */
public record DatasetName(String domain, String name) {
  /** The domain below which the lake keeps retired content. */
  public static final String TRASH = "_trash";

  /** The domain below which the lake keeps the receipts of executions. */
  public static final String RECEIPTS = "_receipts";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_]{2,120}");

  public DatasetName {
    requireNonNull(domain, "domain is null");
    requireNonNull(name, "name is null");
    if (!isValid(domain)) {
      throw new IllegalArgumentException(
          "domain must be 2 to 120 letters, digits or underscores: " + domain);
    }
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "dataset name must be 2 to 120 letters, digits or underscores: " + name);
    }
  }

  /** Whether the text can be a domain or a dataset's name. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /** Whether the program itself keeps objects below such a domain, so that no dataset may. */
  static boolean isReserved(String domain) {
    return TRASH.equalsIgnoreCase(domain) || RECEIPTS.equalsIgnoreCase(domain);
  }

  /** The prefix of the dataset's keys, ending in a slash. */
  public String prefix() {
    return domain + "/" + name + "/";
  }

  /** The same for names that differ only in case. */
  String folded() {
    return toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return domain + "/" + name;
  }
}
