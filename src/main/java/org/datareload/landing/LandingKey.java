package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datareload.dataset.DatasetName;

/**
 * A key of the landing zone, {@code
 * <Domain>/<DatasetName>/upload_date=<epoch>/<UserId>/<FileType>/<FileName>}. Keys are opaque: what
 * is not exactly of this form is refused, never put right.
 *
 * @param epoch 10 to 13 digits, as they were written
 */
public record LandingKey(
    DatasetName dataset, String epoch, String userId, String fileType, String fileName) {
  static final String TRIGGER = "_SUCCESS";
  private static final String UPLOAD_DATE = "upload_date=";
  private static final int MAX_BYTES = 1024;
  private static final int SEGMENTS = 6;
  private static final Pattern EPOCH = Pattern.compile("[0-9]{10,13}");
  private static final Set<String> DOTS = Set.of("", ".", "..");

  public LandingKey {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(epoch, "epoch is null");
    requireNonNull(userId, "userId is null");
    requireNonNull(fileType, "fileType is null");
    requireNonNull(fileName, "fileName is null");
  }

  /** What a key turned out to be. */
  public sealed interface Parsed {}

  /** The trigger file or a data file. */
  public record Valid(LandingKey key) implements Parsed {}

  /** A key that no file of a dataset can have, and why, in words for people. */
  public record Invalid(String reason) implements Parsed {}

  /** An object that only stands for a folder: neither a file nor a mistake. */
  public record Marker() implements Parsed {}

  /** Reads a key. */
  public static Parsed parse(String key) {
    if (key.endsWith("/")) {
      return new Marker();
    }
    var flaw = flawOf(key);
    if (flaw != null) {
      return new Invalid(flaw);
    }
    var segments = key.split("/", -1);
    var dataset = new DatasetName(segments[0], segments[1]);
    var epoch = segments[2].substring(UPLOAD_DATE.length());
    return new Valid(new LandingKey(dataset, epoch, segments[3], segments[4], segments[5]));
  }

  private static String flawOf(String key) {
    if (!isStorable(key)) {
      return "The key is longer than 1,024 bytes or is not plain Unicode text";
    }
    var segments = key.split("/", -1);
    for (var segment : segments) {
      if (DOTS.contains(segment)) {
        return "The key has an empty, \".\" or \"..\" segment";
      }
      if (segment.equals("_temporary")) {
        return "Hadoop has not finished with files below _temporary/";
      }
    }
    if (segments.length != SEGMENTS) {
      return "The key has "
          + segments.length
          + " segments instead of the 6 of"
          + " <Domain>/<DatasetName>/upload_date=<epoch>/<UserId>/<FileType>/<FileName>";
    }
    return flawOf(segments);
  }

  private static String flawOf(String[] segments) {
    if (!DatasetName.isValid(segments[0]) || !DatasetName.isValid(segments[1])) {
      return "Domain and dataset must each be 3 to 120 letters, digits or underscores";
    }
    var date = segments[2];
    if (!date.startsWith(UPLOAD_DATE)
        || !EPOCH.matcher(date.substring(UPLOAD_DATE.length())).matches()) {
      return "The third segment must be upload_date= and 10 to 13 digits";
    }
    var name = segments[SEGMENTS - 1];
    if ((name.startsWith("_") || name.startsWith(".")) && !name.equals(TRIGGER)) {
      return "Readers of the lake hide names that begin with \"_\" or \".\"";
    }
    return null;
  }

  /** Whether a store can have such a key and the databases can keep it. */
  static boolean isStorable(String key) {
    return key.length() <= MAX_BYTES
        && key.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(key)
        && key.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /**
   * Whether a segment is empty, "." or "..": an address made of the key can mean another one, so
   * that stores refuse it, or follow it.
   */
  static boolean hasDotSegment(String key) {
    return Stream.of(key.split("/", -1)).anyMatch(DOTS::contains);
  }

  /** Whether this is the file that says that its folder is complete. */
  public boolean isTrigger() {
    return fileName.equals(TRIGGER);
  }

  /** The key up to and including its last slash. */
  public String folder() {
    return dataset.prefix() + UPLOAD_DATE + epoch + "/" + userId + "/" + fileType + "/";
  }

  /** Where an execution puts this file in the data lake zone; may be longer than a key may be. */
  public String dlzKey(String executionId) {
    return folder() + executionId + "/" + fileName;
  }

  /** The key itself. */
  @Override
  public String toString() {
    return folder() + fileName;
  }
}
