package org.datareload.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.Optional;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;

/**
 * An API request, independent of the transport.
 *
 * @param operation the operationId of the contract
 * @param principal the authenticated caller
 * @param credentials what the request authenticates with, and its address
 * @param path the path parameters
 * @param query the query parameters
 * @param headers the headers that the contract knows, names in lower case
 * @param body null or a missing node if there is none
 */
public record ApiRequest(
    String operation,
    Principal principal,
    RequestCredentials credentials,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    JsonNode body) {
  public ApiRequest {
    requireNonNull(operation, "operation is null");
    requireNonNull(principal, "principal is null");
    requireNonNull(credentials, "credentials is null");
    path = Map.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    body = body == null ? MissingNode.getInstance() : body;
  }

  public ApiRequest withBody(JsonNode other) {
    return new ApiRequest(operation, principal, credentials, path, query, headers, other);
  }

  ApiRequest withQuery(Map<String, String> other) {
    return new ApiRequest(operation, principal, credentials, path, other, headers, body);
  }

  Optional<String> idempotencyKey() {
    return Optional.ofNullable(headers.get("idempotency-key"));
  }

  /** The query parameter, or null. */
  String query(String name) {
    return query.get(name);
  }

  long number(String name, long defaultValue) {
    var text = query.get(name);
    return text == null ? defaultValue : Long.parseLong(text);
  }

  /** The maximum number of entries of a page. */
  int limit() {
    return (int) number("limit", 100);
  }
}
