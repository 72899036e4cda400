package org.datareload.route;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.datareload.publication.ReceiptCsv;
import org.datareload.store.TemporaryFiles;
import org.datareload.transfer.LakeKeys;

/**
 * Temporary files of receipts: the store wants to know the length of an object before its bytes.
 */
public final class ReceiptFiles {
  /**
   * Writes a receipt.
   *
   * @param rows of {@code sql/receipt.sql}
   */
  public File write(Iterator<Map<String, Object>> rows) throws IOException {
    return TemporaryFiles.write(
            "receipt",
            ".csv",
            out -> {
              out.write(ReceiptCsv.HEADER);
              while (rows.hasNext()) {
                out.write(line(rows.next()));
              }
            })
        .toFile();
  }

  private static String line(Map<String, Object> row) {
    return ReceiptCsv.row(
        LakeKeys.fileName((String) row.get("targetKey")),
        row.get("sourceBucket"),
        row.get("sourceKey"),
        row.get("sourceVersion"),
        row.get("sourceEtag"),
        row.get("targetKey"),
        row.get("size"),
        row.get("etag"),
        Instant.ofEpochMilli(((Number) row.get("copiedAtMillis")).longValue()));
  }

  /**
   * @param file null where it was not written
   */
  public void delete(File file) throws IOException {
    if (file != null) {
      Files.deleteIfExists(file.toPath());
    }
  }
}
