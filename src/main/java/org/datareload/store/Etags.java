package org.datareload.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** ETags are held without quotes and sent with them. */
final class Etags {
  private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

  private Etags() {}

  /** The ETag of an answer without its quotes, or "" where the store sent none. */
  static String plain(String answered) {
    if (answered == null) {
      return "";
    }
    String etag = answered.startsWith("W/") ? answered.substring(2) : answered;
    return etag.length() > 1 && etag.startsWith("\"") && etag.endsWith("\"")
        ? etag.substring(1, etag.length() - 1)
        : etag;
  }

  /** The ETag as a condition, or null where there is none to ask for. */
  static String quoted(String etag) {
    return etag.isEmpty() ? null : '"' + etag + '"';
  }

  /** Whether the ETag has the form of an MD5, as an object of parts never has. */
  static boolean isMd5(String etag) {
    return MD5.matcher(etag).matches();
  }

  /** The ETag that a plain PUT of the file's bytes gets from a store without KMS. */
  static String md5(Path content) {
    try (InputStream in = Files.newInputStream(content)) {
      var digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + content, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java knows no MD5", e);
    }
  }

  /** The id of a version, or null where it names none: "null" is overwritten in place. */
  static String version(String answered) {
    return answered == null || answered.isEmpty() || answered.equals("null") ? null : answered;
  }
}
