package org.datareload.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.Optional;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;

/**
 * One request that keeps to the contract, whatever carried it here.
 *
 * @param operation the contract's operationId
 * @param principal who asks
 * @param approach what of the request tells who sends it
 * @param path parameters in the path
 * @param query parameters behind it, each at most once
 * @param headers the few that the contract knows, names in lower case
 * @param body missing where there is none
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
    requireNonNull(credentials, "approach is null");
    path = Map.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    body = body == null ? MissingNode.getInstance() : body;
  }

  /** The same request with its body. */
  public ApiRequest with(JsonNode read) {
    return new ApiRequest(operation, principal, credentials, path, query, headers, read);
  }

  /** The address that the request came from. */
  String remote() {
    return credentials.address();
  }

  /** The same request with other parameters. */
  ApiRequest with(Map<String, String> parameters) {
    return new ApiRequest(operation, principal, credentials, path, parameters, headers, body);
  }

  /** The key under which the caller may send the request again, or empty. */
  Optional<String> idempotencyKey() {
    return Optional.ofNullable(headers.get("idempotency-key"));
  }

  /** A query parameter, or null. */
  String query(String name) {
    return query.get(name);
  }

  /** A query parameter that is a number. */
  long number(String name, long otherwise) {
    var text = query.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  /** How many things a page may have. */
  int limit() {
    return (int) number("limit", 100);
  }
}
