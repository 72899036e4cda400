package org.datareload.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Replaced;
import org.datareload.execution.ReloadFailedException;

/** The keys that a dataset's content has in the data lake zone. */
public final class LakeKeys {
  /** Root of retired content, outside every prefix that readers list. */
  public static final String TRASH = DatasetName.TRASH + "/";

  /** The longest key in S3, in bytes. */
  private static final int LONGEST = 1024;

  /** Domain, dataset, date, user, file type, execution, and the file's path. */
  private static final int SEGMENTS = 7;

  private LakeKeys() {}

  /** The file's path below the folder of its execution, such as {@code dt=1/part-0.csv}. */
  public static String fileName(String targetKey) {
    var segments = targetKey.split("/", SEGMENTS);
    return segments[segments.length - 1];
  }

  /**
   * The key of a retired object.
   *
   * @param retiredBy the execution whose content replaced it
   * @param targetKey its key while it was live
   */
  public static String trash(Dataset dataset, String retiredBy, String targetKey) {
    var prefix = dataset.name().prefix();
    return trashPrefix(dataset, retiredBy) + targetKey.substring(prefix.length());
  }

  /** The prefix of everything that the execution's content replaced. */
  public static String trashPrefix(Dataset dataset, String retiredBy) {
    return TRASH + dataset.name().prefix() + retiredBy + "/";
  }

  /** Whether the key is short enough for S3. */
  public static boolean fits(String key) {
    return key.getBytes(UTF_8).length <= LONGEST;
  }

  /** Refuses a key that would be too long in the lake or, later, in the trash. */
  static String checked(Dataset dataset, String executionId, String targetKey) {
    var longest =
        dataset.replaced() == Replaced.DELETE ? targetKey : trash(dataset, executionId, targetKey);
    if (!fits(longest)) {
      throw new ReloadFailedException(
          "key_too_long",
          "the key of "
              + fileName(targetKey)
              + " in the data lake zone would have "
              + longest.getBytes(UTF_8).length
              + " bytes and S3 takes "
              + LONGEST
              + "; give the file a shorter name");
    }
    return targetKey;
  }
}
