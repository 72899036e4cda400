package org.datareload.publication;

import java.util.Arrays;
import java.util.Objects;

/** The CSV form of receipts, as RFC 4180 has it. */
public final class ReceiptCsv {
  /** The header line. */
  public static final String HEADER =
      "name,source_bucket,source_key,source_version,source_etag,target_key,size,etag,copied_at\r\n";

  private ReceiptCsv() {}

  /** One line; null values are empty. */
  public static String row(Object... values) {
    return String.join(",", Arrays.stream(values).map(ReceiptCsv::field).toList()) + "\r\n";
  }

  /** Spreadsheets run text that begins like a formula, unless an apostrophe precedes it. */
  private static String field(Object value) {
    var text = Objects.toString(value, "");
    if (!text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
