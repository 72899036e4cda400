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

/** ETags and version ids as stores send them. ETags are kept without quotes and sent with them. */
final class Etags {
  private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

  private Etags() {}

  /** The ETag of a response, or "" where it is null. */
  static String unquoted(String etag) {
    if (etag == null) {
      return "";
    }
    String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
    return strong.length() > 1 && strong.startsWith("\"") && strong.endsWith("\"")
        ? strong.substring(1, strong.length() - 1)
        : strong;
  }

  /** The ETag as a condition, or null where it is "". */
  static String quoted(String etag) {
    return etag.isEmpty() ? null : '"' + etag + '"';
  }

  /** Whether the ETag has the form of an MD5, as that of a multipart object never has. */
  static boolean isMd5(String etag) {
    return MD5.matcher(etag).matches();
  }

  /** The ETag that a store without KMS gives to a plain PUT of the file. */
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
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /** The version id of a response, or null for none: "null" names one that is overwritten. */
  static String versionId(String id) {
    return id == null || id.isEmpty() || id.equals("null") ? null : id;
  }
}
