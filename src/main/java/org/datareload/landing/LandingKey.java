package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datareload.dataset.DatasetName;

/**
 * A valid key of a data file or a trigger file in the landing zone: {@code
 * <Domain>/<DatasetName>/upload_date=<epoch>/<UserId>/<FileType>/<FileName>}. A key that differs
 * from this form is invalid; it is never normalised.
 *
 * @param epoch 10 to 13 digits, kept as written
 * @param fileName the path below the folder of the file type, such as {@code a.csv} or {@code
 *     dt=2026-11-01/part-0.csv}
 */
public record LandingKey(
    DatasetName dataset, String epoch, String userId, String fileType, String fileName) {
  public static final String TRIGGER = "_SUCCESS";
  private static final String UPLOAD_DATE = "upload_date=";

  /** The longest key in S3. */
  static final int MAX_BYTES = 1024;

  private static final int SEGMENTS = 6;
  private static final Pattern EPOCH = Pattern.compile("[0-9]{10,13}");
  private static final Set<String> DOTS = Set.of("", ".", "..");

  /** What readers of a text file, such as the symlink manifest, may take for the end of a line. */
  static final Pattern LINE_BREAK =
      Pattern.compile("[\\n\\x0B\\f\\r\\x1C-\\x1E\\x85\\u2028\\u2029]");

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

  /** An object that a writer keeps for itself: neither a file nor a problem. */
  public record WriterFile() implements Parsed {}

  public static Parsed parse(String key) {
    if (isWriterFile(key)) {
      return new WriterFile();
    }
    if (!isStorable(key)) {
      return new Invalid(
          "The key is longer than 1,024 bytes or not valid Unicode; rename the object");
    }
    var error = error(key);
    if (error != null) {
      return new Invalid(error);
    }
    var segments = key.split("/", SEGMENTS);
    var dataset = new DatasetName(segments[0], segments[1]);
    var epoch = segments[2].substring(UPLOAD_DATE.length());
    return new Valid(new LandingKey(dataset, epoch, segments[3], segments[4], segments[5]));
  }

  /** Why the key is invalid, or null. */
  private static String error(String key) {
    if (KnownNames.isTableLog(key)) {
      return "A table is not a folder of files: its data files include removed ones;"
          + " export a snapshot of the table as plain files";
    }
    if (key.endsWith("/")) {
      return "The trigger is a file named exactly " + TRIGGER + ", not a folder; rename the object";
    }
    if (hasDotSegment(key)) {
      return "The key has an empty, \".\" or \"..\" segment; rename the object";
    }
    if (LINE_BREAK.matcher(key).find()) {
      return "The key has a line break, but the manifest names one object a line;"
          + " rename the object";
    }
    var segments = key.split("/", -1);
    if (segments.length < SEGMENTS) {
      return "The key has "
          + segments.length
          + (segments.length == 1 ? " segment" : " segments")
          + " but needs the 6 of"
          + " <Domain>/<DatasetName>/upload_date=<epoch>/<UserId>/<FileType>/<FileName>;"
          + " upload the file with such a key";
    }
    if (!DatasetName.isValid(segments[0]) || !DatasetName.isValid(segments[1])) {
      return "Domain and dataset name must each have 2 to 120 letters, digits or underscores;"
          + " upload the file with such a key";
    }
    var date = segments[2];
    if (!date.startsWith(UPLOAD_DATE)
        || !EPOCH.matcher(date.substring(UPLOAD_DATE.length())).matches()) {
      return "The third segment of the key must be upload_date= and 10 to 13 digits;"
          + " upload the file with such a key";
    }
    return nameError(List.of(segments).subList(SEGMENTS - 1, segments.length));
  }

  private static String nameError(List<String> path) {
    var last = path.size() - 1;
    if (KnownNames.isMisspeltTrigger(path.get(last))) {
      return "The trigger file is named exactly " + TRIGGER + "; rename the file";
    }
    if (path.subList(0, last).stream().anyMatch(LandingKey::isHidden)
        || isHidden(path.get(last)) && !path.get(last).equals(TRIGGER)) {
      return "Readers of the lake hide names that begin with \"_\" or \".\"; rename the file";
    }
    return null;
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
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

  /** The epoch in milliseconds: ten digits are seconds. */
  public long uploadDate() {
    var number = Long.parseLong(epoch);
    return epoch.length() == 10 ? number * 1_000 : number;
  }

  /**
   * Whether a writer keeps the object for itself, by its name: {@code _temporary/}, checksums,
   * folder markers and such. It is neither data nor a problem.
   */
  public static boolean isWriterFile(String key) {
    return KnownNames.isWriterFile(key);
  }

  /**
   * Whether a writer's own file tells of the data beside it, as {@code _metadata} does, which Spark
   * writes after the trigger file.
   */
  public static boolean isBesideData(String key) {
    return KnownNames.isBesideData(key);
  }

  /** Whether a writer's own file becomes a data file when it is finished, by its name. */
  public static boolean isBeingWritten(String key) {
    return KnownNames.isBeingWritten(key);
  }

  /**
   * Whether the object belongs to the log of a table, such as {@code _delta_log/}. Files of a table
   * cannot be loaded as a folder of files, since some of them are removed ones.
   */
  public static boolean isTableLog(String key) {
    return KnownNames.isTableLog(key);
  }

  /** Whether this is the file that marks its folder and the tree below it as complete. */
  public boolean isTrigger() {
    return fileName.equals(TRIGGER) || fileName.endsWith("/" + TRIGGER);
  }

  /** The folder that a trigger file is for: its key up to and including the last slash. */
  public String triggerFolder() {
    return triggerFolder(toString());
  }

  /** The folder that the trigger file at a key is for. */
  public static String triggerFolder(String triggerKey) {
    return triggerKey.substring(0, triggerKey.lastIndexOf('/') + 1);
  }

  /**
   * The keys of the trigger files that a file belongs to: in its folder and in those above.
   *
   * @param key valid
   */
  public static Stream<String> triggerKeys(String key) {
    return ((Valid) parse(key)).key().triggerKeys();
  }

  Stream<String> triggerKeys() {
    return IntStream.range(0, fileName.length())
        .filter(i -> i == 0 || fileName.charAt(i - 1) == '/')
        .mapToObj(i -> folder() + fileName.substring(0, i) + TRIGGER);
  }

  /** The key up to and including the slash behind the file type. */
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
