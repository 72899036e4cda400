package org.datareload.publication;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import org.datareload.execution.Run;
import org.datareload.transfer.FileCopy;

/** The two forms of a manifest. */
enum ManifestForm {
  /**
   * One JSON object: {@code dataset}, {@code generation}, {@code execution}, {@code committedAt}
   * and {@code files}, each with {@code key}, {@code etag} and {@code size} in bytes.
   */
  JSON("_manifest/current.json", "application/json") {
    @Override
    void write(Run run, String bucket, Iterator<FileCopy> copies, Writer out) throws IOException {
      try (var json = JSON_FACTORY.createGenerator(out)) {
        json.useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("dataset", run.dataset().name().toString());
        json.writeNumberField("generation", run.execution().generation());
        json.writeStringField("execution", run.id());
        json.writeStringField("committedAt", run.execution().committedAt().toString());
        json.writeStringField("bucket", bucket);
        json.writeArrayFieldStart("files");
        while (copies.hasNext()) {
          var copy = copies.next();
          json.writeStartObject();
          json.writeStringField("key", copy.targetKey());
          json.writeStringField("etag", copy.targetEtag());
          json.writeNumberField("size", copy.source().size());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
    }
  },

  /** One {@code s3://} URI a line, as Athena, Trino, Spark and Hive read it. */
  SYMLINK("_symlink_format_manifest/manifest", "text/plain; charset=utf-8") {
    @Override
    void write(Run run, String bucket, Iterator<FileCopy> copies, Writer out) throws IOException {
      while (copies.hasNext()) {
        out.write("s3://" + bucket + "/" + copies.next().targetKey() + "\n");
      }
    }
  };

  private static final JsonFactory JSON_FACTORY = new JsonFactory();

  private final String key;
  private final String contentType;

  ManifestForm(String key, String contentType) {
    this.key = key;
    this.contentType = contentType;
  }

  /** The key below the dataset's prefix. */
  String key() {
    return key;
  }

  String contentType() {
    return contentType;
  }

  /** Writes the manifest; the same run always gives the same text. */
  abstract void write(Run run, String bucket, Iterator<FileCopy> copies, Writer out)
      throws IOException;
}
