package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.datareload.execution.Execution;
import org.datareload.transfer.FileCopies;

/** Writes what an execution copied from where to where; of any length, through a temporary file. */
final class Receipts {
  private static final String COLUMNS =
      "name,source_bucket,source_key,source_version,source_etag,target_key,size,etag,copied_at";

  private final FileCopies copies;
  private final String lake;

  /**
   * @param lake the bucket of the data lake zone
   */
  Receipts(FileCopies copies, String lake) {
    this.copies = requireNonNull(copies, "copies is null");
    this.lake = requireNonNull(lake, "lake is null");
  }

  ApiResponse csv(Execution execution) {
    return written(
        execution,
        "text/csv; charset=utf-8",
        "csv",
        out -> {
          out.write(COLUMNS + "\r\n");
          var all = copies.all(execution.id());
          while (all.hasNext()) {
            var copy = CopyView.of(all.next());
            out.write(
                row(
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

  ApiResponse json(Execution execution, ExecutionResource executions) {
    var shown = executions.shown(List.of(execution)).get(0);
    return written(
        execution,
        ApiResponse.JSON,
        "json",
        out -> {
          try (var json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writePOJOField("execution", shown);
            json.writeStringField("bucket", lake);
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

  private static ApiResponse written(
      Execution execution, String type, String end, Content content) {
    try {
      var file = Files.createTempFile("receipt", "." + end);
      try (var out = Files.newBufferedWriter(file, UTF_8)) {
        content.write(out);
      }
      var disposition = "attachment; filename=\"receipt-" + execution.id() + "." + end + "\"";
      return new ApiResponse(
          200,
          Map.of("Content-Type", type, "Content-Disposition", disposition),
          null,
          Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException failed) {
      throw new UncheckedIOException("the receipt cannot be written", failed);
    }
  }

  static String row(Object... values) {
    return String.join(",", Arrays.stream(values).map(Receipts::field).toList()) + "\r\n";
  }

  /** A spreadsheet takes text that begins like a formula for one, unless an apostrophe leads. */
  private static String field(Object value) {
    var text = Objects.toString(value, "");
    if (!text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private interface Content {
    void write(Writer out) throws IOException;
  }
}
