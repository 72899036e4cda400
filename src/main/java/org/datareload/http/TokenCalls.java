package org.datareload.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.datareload.access.NewToken;
import org.datareload.access.Token;
import org.datareload.access.Tokens;

/** Makes, shows and revokes the caller's own API tokens. */
final class TokenCalls {
  private final Permits permits;
  private final Tokens tokens;

  TokenCalls(Permits permits, Tokens tokens) {
    this.permits = requireNonNull(permits, "permits is null");
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
          token.actions().stream().sorted().map(NewToken::word).toList(),
          token.dataset() == null ? null : token.dataset().toString(),
          token.createdAt(),
          token.expiresAt(),
          token.lastUsedAt(),
          value);
    }
  }

  Answer list(Call call) {
    var shown = tokens.of(person(call)).stream().map(token -> Shown.of(token, null)).toList();
    return Answer.ok(Map.of("tokens", shown));
  }

  Answer create(Call call) {
    var owner = person(call);
    var body = call.body();
    var dataset =
        body.hasNonNull("dataset") ? permits.dataset(call, body.get("dataset").asText()) : null;
    var issued =
        tokens.create(
            owner,
            new NewToken(
                body.path("name").asText(),
                Wishes.texts(body.path("scopes")),
                dataset == null ? null : dataset.id(),
                body.hasNonNull("days") ? body.get("days").asInt() : null));
    var shown = Shown.of(issued.token(), issued.value());
    return Answer.created(201, "/api/v1/tokens/" + shown.id(), shown);
  }

  Answer revoke(Call call) {
    if (!tokens.revoke(person(call), call.path().get("id"))) {
      throw new ProblemException(Problem.notFound("such token"));
    }
    return Answer.nothing();
  }

  // A stolen token must not beget others that outlive it.
  private static String person(Call call) {
    if (call.principal().scope().isToken()) {
      throw new ProblemException(Problem.of(403, "No token may be used to look after tokens"));
    }
    return call.principal().id();
  }
}
