package org.datareload.testing.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * One request or answer, as it came.
 *
 * @param head the lines up to the empty one, with it
 */
record HttpMessage(String head, byte[] body) {
  /**
   * Reads a request or an answer, or returns null where the other side has ended.
   *
   * @param method of the request that is answered, or null where this is a request
   */
  static HttpMessage read(InputStream in, String method) throws IOException {
    var head = readHead(in);
    if (head == null) {
      return null;
    }
    return new HttpMessage(head, readBody(in, head, method));
  }

  static String readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  static byte[] readBody(InputStream in, String head, String method) throws IOException {
    if ("HEAD".equals(method) || head.matches("(?s)HTTP/1.1 (1..|204|304) .*")) {
      return new byte[0];
    }
    if ("chunked".equalsIgnoreCase(header(head, "transfer-encoding"))) {
      return readChunks(in);
    }
    var length = header(head, "content-length");
    if (length != null) {
      return exactly(in, Integer.parseInt(length));
    }
    return method == null ? new byte[0] : in.readAllBytes();
  }

  /** With the lines between the chunks. */
  private static byte[] readChunks(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    int size;
    do {
      var line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException();
        }
        line.append((char) next);
      }
      all.writeBytes(line.toString().getBytes(ISO_8859_1));
      size = Integer.parseInt(line.toString().strip().split(";")[0], 16);
      all.writeBytes(exactly(in, size + 2));
    } while (size > 0);
    return all.toByteArray();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** The value of a header, or null. */
  static String header(String head, String name) {
    for (var line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return null;
  }

  String method() {
    return head.substring(0, head.indexOf(' '));
  }

  String target() {
    return head.split(" ")[1];
  }

  String header(String name) {
    return header(head, name);
  }

  static HttpMessage response(String status, String body) {
    var bytes = body.getBytes(ISO_8859_1);
    var head =
        "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, bytes.length);
    return new HttpMessage(head, bytes);
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }
}
