package org.datareload.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.datareload.security.Action;
import org.datareload.security.Token;
import org.datareload.security.TokenRequest;
import org.datareload.security.Tokens;

/** Makes, shows and revokes the caller's own API tokens. */
final class TokenResource {
  private final DatasetAccess datasetAccess;
  private final Tokens tokens;

  TokenResource(DatasetAccess datasetAccess, Tokens tokens) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.tokens = requireNonNull(tokens, "tokens is null");
  }

  /**
   * @param value only in the answer that tells it, and only once
   */
  private record Shown(
      String id,
      String name,
      List<String> scopes,
      String dataset,
      Instant createdAt,
      Instant expiresAt,
      Instant lastUsedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) String value) {
    static Shown of(Token token, String value) {
      return new Shown(
          token.id(),
          token.name(),
          token.actions().stream().sorted().map(Action::word).toList(),
          token.dataset() == null ? null : token.dataset().toString(),
          token.createdAt(),
          token.expiresAt(),
          token.lastUsedAt(),
          value);
    }
  }

  ApiResponse list(ApiRequest call) {
    var shown = tokens.of(person(call)).stream().map(token -> Shown.of(token, null)).toList();
    return ApiResponse.ok(Map.of("tokens", shown));
  }

  ApiResponse create(ApiRequest call) {
    var owner = person(call);
    var body = call.body();
    var dataset =
        body.hasNonNull("dataset")
            ? datasetAccess.dataset(call, body.get("dataset").asText())
            : null;
    var issued =
        tokens.create(
            owner,
            new TokenRequest(
                body.path("name").asText(),
                SelectionParser.texts(body.path("scopes")),
                dataset == null ? null : dataset.id(),
                body.hasNonNull("days") ? body.get("days").asInt() : null));
    var shown = Shown.of(issued.token(), issued.value());
    return ApiResponse.created(201, "/api/v1/tokens/" + shown.id(), shown);
  }

  ApiResponse revoke(ApiRequest call) {
    if (!tokens.revoke(person(call), call.path().get("id"))) {
      throw new ProblemException(Problem.notFound("such token"));
    }
    return ApiResponse.nothing();
  }

  // A stolen token must not beget others that outlive it.
  private static String person(ApiRequest call) {
    if (call.principal().scope().isToken()) {
      throw new ProblemException(Problem.of(403, "No token may be used to look after tokens"));
    }
    return call.principal().id();
  }
}
