package org.datareload.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.datareload.security.Action;
import org.datareload.security.Principal;
import org.datareload.security.Token;
import org.datareload.security.TokenRequest;
import org.datareload.security.Tokens;

/** Creates, lists and revokes API tokens: the caller's own, and for administrators those of all. */
public record TokenResource(DatasetAccess datasetAccess, Tokens tokens) implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "listTokens", this::list,
        "listAllTokens", this::listAll,
        "createToken", this::create,
        "revokeToken", this::revoke,
        "revokeTokens", this::revokeAll);
  }

  /**
   * @param value the bearer token, only in the response that creates it
   */
  private record TokenView(
      String id,
      String user,
      String name,
      List<String> scopes,
      String dataset,
      Instant createdAt,
      Instant expiresAt,
      Instant lastUsedAt,
      String refusal,
      @JsonInclude(JsonInclude.Include.NON_NULL) String value) {
    static TokenView of(Token token, String value) {
      return new TokenView(
          token.id(),
          token.userId(),
          token.name(),
          token.actions().stream().sorted().map(Action::word).toList(),
          token.dataset() == null ? null : token.dataset().toString(),
          token.createdAt(),
          token.expiresAt(),
          token.lastUsedAt(),
          token.refusal(),
          value);
    }
  }

  private ApiResponse list(ApiRequest request) {
    var views =
        tokens.of(requirePerson(request.principal())).stream()
            .map(token -> TokenView.of(token, null))
            .toList();
    return ApiResponse.ok(Map.of("tokens", views));
  }

  private ApiResponse listAll(ApiRequest request) {
    requirePerson(request.principal());
    DatasetAccess.requireAdmin(request.principal());
    return Page.read(
            request,
            limit -> tokens.page(request.query("user"), request.query("after"), limit),
            Token::id)
        .map(token -> TokenView.of(token, null))
        .toResponse("tokens");
  }

  private ApiResponse create(ApiRequest request) {
    var owner = requirePerson(request.principal());
    var body = request.body();
    var dataset = Json.text(body, "dataset");
    var issued =
        tokens.create(
            owner,
            new TokenRequest(
                body.path("name").asText(),
                Json.texts(body.path("scopes")),
                dataset == null ? null : datasetAccess.requireVisible(request, dataset).id(),
                body.hasNonNull("days") ? body.get("days").asInt() : null));
    var view = TokenView.of(issued.token(), issued.value());
    return ApiResponse.created(201, "/api/v1/tokens/" + view.id(), view);
  }

  private ApiResponse revoke(ApiRequest request) {
    var caller = requirePerson(request.principal());
    var owner = request.principal().mayCreate() ? null : caller;
    if (!tokens.revoke(owner, request.path().get("id"))) {
      throw new ProblemException(Problem.notFound("Token"));
    }
    return ApiResponse.noContent();
  }

  private ApiResponse revokeAll(ApiRequest request) {
    var caller = requirePerson(request.principal());
    var owner = request.query("user") == null ? caller : request.query("user");
    if (!owner.equals(caller)) {
      DatasetAccess.requireAdmin(request.principal());
    }
    return ApiResponse.ok(Map.of("revoked", tokens.revokeAll(owner)));
  }

  /** A stolen token must not create tokens that outlive it. */
  static String requirePerson(Principal caller) {
    if (caller.scope().isToken()) {
      throw new ProblemException(Problem.of(403, "API tokens cannot manage API tokens"));
    }
    return caller.id();
  }
}
