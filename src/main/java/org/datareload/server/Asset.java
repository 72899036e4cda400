package org.datareload.server;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page, held in memory.
 *
 * @param type its Content-Type
 * @param plain the bytes as they are
 * @param packed the same, gzipped
 * @param etag a strong one, in quotes
 */
record Asset(String type, byte[] plain, byte[] packed, String etag) {
  /** What has none of these endings is not served, whatever stands on the class path. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  Asset {
    requireNonNull(type, "type is null");
    requireNonNull(plain, "plain is null");
    requireNonNull(packed, "packed is null");
    requireNonNull(etag, "etag is null");
  }

  static Asset of(String name, byte[] content) {
    var type = type(name).orElseThrow(() -> new IllegalArgumentException("no type for " + name));
    return new Asset(type, content, gzip(content), '"' + digest(content) + '"');
  }

  /** The Content-Type of a file of this name, or empty where such files are not served. */
  static Optional<String> type(String name) {
    return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
  }

  /** 16 hexadecimal digits that are others where the content is another. */
  static String digest(byte[] content) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] content) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
