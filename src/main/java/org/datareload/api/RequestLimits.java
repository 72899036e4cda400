package org.datareload.api;

import java.util.HashMap;
import java.util.List;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;

/**
 * What an operator allows within the contract.
 *
 * @param pageSize entries of a page where the request does not say
 * @param maxSelection files that a request may name
 */
public record RequestLimits(int pageSize, int maxSelection) {
  /** The request with the page size that counts where it names none. */
  public ApiRequest paged(ApiRequest call) {
    if (call.query().containsKey("limit")) {
      return call;
    }
    var query = new HashMap<>(call.query());
    query.put("limit", Integer.toString(pageSize));
    return call.with(query);
  }

  /**
   * Lets requests pass that do not name too many files.
   *
   * @throws InvalidFieldsException where one does
   */
  public ApiRequest checked(ApiRequest call) {
    for (var field : List.of("files", "except")) {
      if (call.body().path(field).size() > maxSelection) {
        throw new InvalidFieldsException(
            List.of(new FieldError(field, "must name at most " + maxSelection + " files")));
      }
    }
    return call;
  }
}
