package org.datareload.api;

import java.util.HashMap;
import java.util.List;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;

/**
 * Limits that the operator sets within the contract.
 *
 * @param pageSize entries of a page if the request has no {@code limit}
 * @param maxSelection files that a request may name
 */
public record RequestLimits(int pageSize, int maxSelection) {
  /** The request with the default page size if it names none. */
  public ApiRequest withPageSize(ApiRequest request) {
    var query = new HashMap<>(request.query());
    query.putIfAbsent("limit", Integer.toString(pageSize));
    return request.withQuery(query);
  }

  /**
   * @throws InvalidFieldsException if the request names too many files
   */
  public ApiRequest checked(ApiRequest request) {
    for (var field : List.of("files", "except")) {
      if (request.body().path(field).size() > maxSelection) {
        throw new InvalidFieldsException(
            List.of(new FieldError(field, "must name at most " + maxSelection + " files")));
      }
    }
    return request;
  }
}
