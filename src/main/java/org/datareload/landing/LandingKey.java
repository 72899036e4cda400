package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datareload.dataset.DatasetName;

/**
 * A valid key of a data file or a trigger file in the landing zone: {@code
 * <Domain>/<DatasetName>/upload_date=<epoch>/<UserId>/<FileType>/<FileName>}. A key that differs
 * from this form is invalid; it is never normalised.
 *
 * @param epoch 10 to 13 digits, kept as written
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

  /** The result of parsing a key. */
  public sealed interface Parsed {}

  /** The key of a data file or a trigger file. */
  public record Valid(LandingKey key) implements Parsed {}

  /**
   * A key that no file of a dataset can have.
   *
   * @param reason why, and what to do
   */
  public record Invalid(String reason) implements Parsed {}

  /** A folder marker: neither a file nor a problem. */
  public record Marker() implements Parsed {}

  public static Parsed parse(String key) {
    if (key.endsWith("/")) {
      return new Marker();
    }
    if (!isStorable(key)) {
      return new Invalid(
          "The key is longer than 1,024 bytes or not valid Unicode; rename the object");
    }
    var segments = key.split("/", -1);
    var error = segmentError(segments);
    if (error != null) {
      return new Invalid(error);
    }
    var dataset = new DatasetName(segments[0], segments[1]);
    var epoch = segments[2].substring(UPLOAD_DATE.length());
    return new Valid(new LandingKey(dataset, epoch, segments[3], segments[4], segments[5]));
  }

  private static String segmentError(String[] segments) {
    for (var segment : segments) {
      if (DOTS.contains(segment)) {
        return "The key has an empty, \".\" or \"..\" segment; rename the object";
      }
      if (segment.equals("_temporary")) {
        return "The file belongs to an unfinished Hadoop job; it is loaded once the job commits it";
      }
    }
    if (segments.length != SEGMENTS) {
      return "The key has "
          + segments.length
          + " segments but needs the 6 of"
          + " <Domain>/<DatasetName>/upload_date=<epoch>/<UserId>/<FileType>/<FileName>;"
          + " upload the file with such a key";
    }
    if (!DatasetName.isValid(segments[0]) || !DatasetName.isValid(segments[1])) {
      return "Domain and dataset name must each have 3 to 120 letters, digits or underscores;"
          + " upload the file with such a key";
    }
    var date = segments[2];
    if (!date.startsWith(UPLOAD_DATE)
        || !EPOCH.matcher(date.substring(UPLOAD_DATE.length())).matches()) {
      return "The third segment of the key must be upload_date= and 10 to 13 digits;"
          + " upload the file with such a key";
    }
    var name = segments[SEGMENTS - 1];
    if ((name.startsWith("_") || name.startsWith(".")) && !name.equals(TRIGGER)) {
      return "Readers of the lake hide file names that begin with \"_\" or \".\"; rename the file";
    }
    return null;
  }

  /** Whether a store and the databases can keep such a key. */
  static boolean isStorable(String key) {
    return key.length() <= MAX_BYTES
        && key.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(key)
        && key.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /**
   * Whether a segment is empty, "." or "..". The URL of such a key may be normalised to another
   * key, so stores refuse it or answer for the other key.
   */
  static boolean hasDotSegment(String key) {
    return Stream.of(key.split("/", -1)).anyMatch(DOTS::contains);
  }

  /** Whether this is the file that marks its folder as complete. */
  public boolean isTrigger() {
    return fileName.equals(TRIGGER);
  }

  /** The key up to and including its last slash. */
  public String folder() {
    return dataset.prefix() + UPLOAD_DATE + epoch + "/" + userId + "/" + fileType + "/";
  }

  /** The key of this file's copy in the data lake zone; may exceed 1,024 bytes. */
  public String dlzKey(String executionId) {
    return folder() + executionId + "/" + fileName;
  }

  /** The key itself. */
  @Override
  public String toString() {
    return folder() + fileName;
  }
}
