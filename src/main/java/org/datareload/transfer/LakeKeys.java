package org.datareload.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.execution.ReloadFailedException;

/** The keys that a dataset's content has in the data lake zone. */
public final class LakeKeys {
  /** Root of retired content, outside every prefix that readers list. */
  public static final String TRASH = DatasetName.TRASH + "/";

  /** S3 takes no longer key. */
  private static final int LONGEST = 1024;

  private LakeKeys() {}

  /**
   * Where a retired object goes.
   *
   * @param retiredBy the execution whose content replaced it
   * @param targetKey its key while it was live
   */
  public static String trash(Dataset dataset, String retiredBy, String targetKey) {
    var prefix = dataset.name().prefix();
    return trashPrefix(dataset, retiredBy) + targetKey.substring(prefix.length());
  }

  /** Below which all stands that the execution's content replaced. */
  public static String trashPrefix(Dataset dataset, String retiredBy) {
    return TRASH + dataset.name().prefix() + retiredBy + "/";
  }

  /** Whether S3 takes a key of this length. */
  public static boolean fits(String key) {
    return key.getBytes(UTF_8).length <= LONGEST;
  }

  /** Refuses a key that the lake, or later the trash, could not take. */
  static String checked(Dataset dataset, String executionId, String targetKey) {
    var longest = dataset.skipTrash() ? targetKey : trash(dataset, executionId, targetKey);
    if (!fits(longest)) {
      throw new ReloadFailedException(
          "key_too_long",
          "the key of "
              + targetKey.substring(targetKey.lastIndexOf('/') + 1)
              + " in the data lake zone would have "
              + longest.getBytes(UTF_8).length
              + " bytes and S3 takes "
              + LONGEST
              + "; give the file a shorter name");
    }
    return targetKey;
  }
}
