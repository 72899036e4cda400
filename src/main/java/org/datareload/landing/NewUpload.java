package org.datareload.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;

/**
 * A wish to send a file, just as it came.
 *
 * @param size bytes
 * @param contentType null for none
 */
public record NewUpload(String name, long size, String contentType) {
  private static final int LONGEST = 255;
  private static final String ODD = "\u2028\u2029";

  /** Why no file can have this name, or null where one can. */
  String flaw() {
    if (name == null || name.isBlank()) {
      return "must not be blank";
    }
    if (name.startsWith("_") || name.startsWith(".")) {
      return "must not begin with \"_\" or \".\": readers of the lake hide such files";
    }
    if (name.contains("/")) {
      return "must not contain \"/\"";
    }
    if (!UTF_8.newEncoder().canEncode(name)) {
      return "must be plain Unicode text";
    }
    if (name.codePoints().anyMatch(NewUpload::isInvisible)) {
      return "must not contain control, direction or other invisible characters";
    }
    if (name.getBytes(UTF_8).length > LONGEST) {
      return "must be at most " + LONGEST + " bytes long";
    }
    return null;
  }

  private static boolean isInvisible(int c) {
    var type = Character.getType(c);
    return type == Character.CONTROL || type == Character.FORMAT || ODD.indexOf(c) >= 0;
  }

  /**
   * Lets wishes pass that can all be prepared together.
   *
   * @throws InvalidFieldsException naming every file that cannot be taken
   */
  static void check(List<NewUpload> wishes) {
    var errors = new ArrayList<FieldError>();
    var names = new HashSet<String>();
    for (var i = 0; i < wishes.size(); i++) {
      var flaw = wishes.get(i).flaw();
      if (flaw == null && !names.add(wishes.get(i).name())) {
        flaw = "is given twice";
      }
      if (flaw != null) {
        errors.add(new FieldError("files[" + i + "].name", flaw));
      }
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
  }
}
