package org.datareload.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A request to create a dataset, as received: texts may be null or invalid. */
public record NewDataset(
    String domain, String name, String fileType, String updateMethod, DatasetSettings settings) {
  private static final Pattern FILE_TYPE = Pattern.compile("[A-Za-z0-9]{1,32}");

  /** Every invalid field, in the order of the record. */
  public List<FieldError> errors() {
    var errors = new ArrayList<FieldError>();
    checkName("domain", domain, errors);
    if (domain != null && DatasetName.isReserved(domain)) {
      errors.add(
          new FieldError(
              "domain",
              "must be neither _trash nor _receipts: replaced content and receipts are kept there"));
    }
    checkName("name", name, errors);
    if (fileType == null || !FILE_TYPE.matcher(fileType).matches()) {
      errors.add(
          new FieldError("fileType", "must be 1 to 32 letters or digits, such as csv or parquet"));
    }
    if (!"reload".equals(updateMethod)) {
      errors.add(new FieldError("updateMethod", "must be \"reload\""));
    }
    errors.addAll(settings.errors());
    return errors;
  }

  private static void checkName(String field, String text, List<FieldError> errors) {
    if (text == null || !DatasetName.isValid(text)) {
      errors.add(new FieldError(field, "must be 2 to 120 letters, digits or underscores"));
    }
  }
}
