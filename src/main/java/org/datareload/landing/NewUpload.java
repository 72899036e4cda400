package org.datareload.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.landing.LandingKey.Valid;

/**
 * A requested upload, not validated.
 *
 * @param name file name, with folders where it has any
 * @param size bytes
 * @param contentType null for none
 */
public record NewUpload(String name, long size, String contentType) {
  private static final String ANY_FOLDER = "any/any/upload_date=1700000000/u/t/";
  private static final String LINE_SEPARATORS = "\u2028\u2029";

  /** Why the name is invalid, or null. */
  private String nameError(int maxBytes) {
    if (name == null || name.isBlank()) {
      return "must not be blank";
    }
    var segments = List.of(name.split("/", -1));
    if (segments.stream().anyMatch(String::isBlank)) {
      return "must not begin or end with \"/\" or have a folder without a name";
    }
    if (segments.stream().anyMatch(segment -> segment.startsWith("_") || segment.startsWith("."))) {
      return "must not begin with \"_\" or \".\", nor may its folders: readers of the lake hide such"
          + " files";
    }
    if (!UTF_8.newEncoder().canEncode(name)) {
      return "must be valid Unicode text";
    }
    if (name.codePoints().anyMatch(NewUpload::isInvisible)) {
      return "must not contain control, direction or other invisible characters";
    }
    if (name.getBytes(UTF_8).length > maxBytes) {
      return "must be at most "
          + maxBytes
          + " bytes long, with its folders, so that its keys are no longer than S3 takes";
    }
    return LandingKey.parse(ANY_FOLDER + name) instanceof Valid
        ? null
        : "must not be a name that a trigger file, a table or a writer's own file could have";
  }

  private static boolean isInvisible(int c) {
    var type = Character.getType(c);
    return type == Character.CONTROL || type == Character.FORMAT || LINE_SEPARATORS.indexOf(c) >= 0;
  }

  /**
   * Validates uploads that are prepared together.
   *
   * @param maxBytes of a name
   * @throws InvalidFieldsException with an error for each invalid or repeated name, up to {@link
   *     FieldError#MAX}
   */
  static void validate(List<NewUpload> uploads, int maxBytes) {
    var errors = new ArrayList<FieldError>();
    var names = new HashSet<String>();
    for (var i = 0; i < uploads.size() && errors.size() < FieldError.MAX; i++) {
      var error = uploads.get(i).nameError(maxBytes);
      if (error == null && !names.add(uploads.get(i).name())) {
        error = "is given twice";
      }
      if (error != null) {
        errors.add(new FieldError("files[" + i + "].name", error));
      }
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
  }
}
