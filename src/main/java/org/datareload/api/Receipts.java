package org.datareload.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.datareload.publication.ReceiptCsv;
import org.datareload.store.TemporaryFiles;
import org.datareload.transfer.FileCopies;

/** Writes receipts: what an execution copied from where to where, of any length. */
final class Receipts {
  private final FileCopies copies;
  private final String lakeBucket;
  private final Runnable requireCopies;

  /**
   * @param requireCopies fails where copies were deleted, maybe while they were written
   */
  Receipts(FileCopies copies, String lakeBucket, Runnable requireCopies) {
    this.copies = copies;
    this.lakeBucket = lakeBucket;
    this.requireCopies = requireCopies;
  }

  ApiResponse csv(String executionId) {
    return throughFile(
        executionId,
        "text/csv; charset=utf-8",
        "csv",
        out -> {
          out.write(ReceiptCsv.HEADER);
          var all = copies.all(executionId);
          while (all.hasNext()) {
            var copy = CopyView.of(all.next());
            out.write(
                ReceiptCsv.row(
                    copy.name(),
                    copy.sourceBucket(),
                    copy.sourceKey(),
                    copy.sourceVersion(),
                    copy.sourceEtag(),
                    copy.targetKey(),
                    copy.size(),
                    copy.etag(),
                    copy.copiedAt()));
          }
        });
  }

  ApiResponse json(ExecutionView execution) {
    return throughFile(
        execution.id(),
        ApiResponse.JSON,
        "json",
        out -> {
          try (var json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writePOJOField("execution", execution);
            json.writeStringField("bucket", lakeBucket);
            json.writeArrayFieldStart("files");
            var all = copies.all(execution.id());
            while (all.hasNext()) {
              json.writePOJO(CopyView.of(all.next()));
            }
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }

  /** A temporary file, so that a slow client holds neither memory nor a database connection. */
  private ApiResponse throughFile(
      String executionId, String type, String extension, TemporaryFiles.Content content) {
    try {
      var file =
          TemporaryFiles.write(
              "receipt",
              "." + extension,
              out -> {
                content.write(out);
                requireCopies.run();
              });
      var name = "receipt-" + executionId + "." + extension;
      return new ApiResponse(
          200,
          Map.of(
              "Content-Type", type, "Content-Disposition", "attachment; filename=\"" + name + "\""),
          null,
          Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the receipt of " + executionId, failed);
    }
  }
}
