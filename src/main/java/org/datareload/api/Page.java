package org.datareload.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One page of a list.
 *
 * @param next the {@code after} of the following page, null on the last page
 */
record Page<T>(List<T> entries, Object next) {
  /**
   * Reads a page of the size that the request asks for.
   *
   * @param query takes the number of rows to read: one more than the page holds shows whether
   *     another page follows
   * @param key the {@code after} value of an entry
   */
  static <T> Page<T> read(
      ApiRequest request, IntFunction<List<T>> query, Function<? super T, ?> key) {
    int limit = request.limit();
    var rows = query.apply(limit + 1);
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    var entries = rows.subList(0, limit);
    return new Page<>(entries, key.apply(entries.get(limit - 1)));
  }

  /** The same page with each entry as the API shows it. */
  <V> Page<V> map(Function<? super T, V> view) {
    return new Page<>(entries.stream().map(view).toList(), next);
  }

  ApiResponse toResponse(String field) {
    return toResponse(field, null);
  }

  /**
   * @param field the JSON field of the entries
   * @param total the size of the whole list, or null if it is not counted
   */
  ApiResponse toResponse(String field, Long total) {
    var body = new LinkedHashMap<String, Object>();
    body.put(field, entries);
    if (total != null) {
      body.put("total", total);
    }
    body.put("next", next);
    return ApiResponse.ok(body);
  }
}
