package org.datareload.server;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.datareload.api.ApiRequest;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.security.AuthenticationResult;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;

/**
 * Authenticates the requests of one operation, limits their rate, checks the permission, and picks
 * from them what the contract knows. The routes take nothing else from a request.
 */
final class SecurityHandler implements Handler<RoutingContext> {
  /** The user attribute that carries the request to its route; no header can set it. */
  private static final String REQUEST = "apiRequest";

  private static final Principal ANONYMOUS = new Principal("", null, false);

  private final Operation operation;
  private final String need;
  private final long maxBody;
  private final SecurityPolicy policy;

  SecurityHandler(Operation operation, OpenApiContract contract, SecurityPolicy policy) {
    this.operation = operation;
    this.need = contract.need(operation);
    this.maxBody = contract.maxBody(operation.getOperationId());
    this.policy = policy;
  }

  @Override
  public void handle(RoutingContext context) {
    // The body is read only of those who may send it.
    context.request().pause();
    context
        .vertx()
        .executeBlocking(() -> admit(context), false)
        .onComplete(
            admitted -> {
              context.request().resume();
              BodyTimeout.start(context, policy.bodyTimeout());
              if (admitted.succeeded() && declaredLength(context.request()) > maxBody) {
                RouterSetup.refuseBody(context, OpenApiContract.tooLarge(maxBody));
              } else if (admitted.succeeded()) {
                var attributes = new JsonObject().put(REQUEST, admitted.result());
                context.setUser(User.create(new JsonObject(), attributes));
                context.next();
              } else {
                ResponseWriter.send(
                    context,
                    OperationDispatcher.toResponse(operation.getOperationId(), admitted.cause()));
              }
            });
  }

  /** Bytes of the body as its sender declares them, or 0. */
  private static long declaredLength(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  /** The admitted request of the user, or null. */
  static ApiRequest request(User user) {
    return user == null ? null : (ApiRequest) user.attributes().getValue(REQUEST);
  }

  private ApiRequest admit(RoutingContext context) {
    var request = context.request();
    var remote = request.remoteAddress().hostAddress();
    var address = remote == null ? "unknown" : remote;
    var credentials = RequestCredentials.of(request.method().name(), request::getHeader, address);
    if (OpenApiContract.hasTag(operation, "events")) {
      // A store has a token of its own.
      limitRate(policy.events(), address);
      policy.webhook().require(context.pathParam("token"), request.getHeader("Authorization"));
      // Whatever type a store claims, the body is JSON; that of a form would be taken apart.
      request.headers().set("Content-Type", "application/json");
      return apiRequest(context, ANONYMOUS, credentials);
    }
    checkHost(request);
    var principal = OpenApiContract.isPublic(operation) ? ANONYMOUS : authenticate(credentials);
    limitRate(policy.rates(), principal.id().isEmpty() ? address : principal.id());
    checkPath(context);
    policy.permits().require(need, principal, context.pathParams());
    checkContentType(request);
    return apiRequest(context, principal, credentials);
  }

  private static void limitRate(RateLimiter limiter, String caller) {
    var seconds = limiter.take(caller);
    if (seconds > 0) {
      throw new ProblemException(
          Problem.of(429, "Too many requests; retry in " + seconds + " s").retryAfter(seconds));
    }
  }

  private void checkHost(HttpServerRequest request) {
    var header = request.getHeader("Host");
    var authority = request.authority();
    // HTTP/2 has an authority instead of the header.
    var host = header == null && authority != null ? authority.host() : header;
    if (!policy.hosts().allow(host)) {
      throw new ProblemException(
          Problem.of(403, "Host not allowed: reload.auth=none accepts loopback names only"));
    }
  }

  private Principal authenticate(RequestCredentials credentials) {
    var result = policy.authentication().authenticate(credentials);
    if (result instanceof AuthenticationResult.Authenticated authenticated) {
      return authenticated.principal();
    }
    throw new ProblemException(Problem.of((AuthenticationResult.Refused) result));
  }

  private void checkContentType(HttpServerRequest request) {
    var type = request.getHeader("Content-Type");
    if (operation.getRequestBody() != null
        && (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json"))) {
      throw new ProblemException(Problem.of(415, "Content-Type must be application/json"));
    }
  }

  /** PostgreSQL accepts no NUL in text, and no resource has one in its name. */
  private static void checkPath(RoutingContext context) {
    if (context.pathParams().values().stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
      throw new ProblemException(Problem.of(404, RouterSetup.NOT_FOUND));
    }
  }

  private ApiRequest apiRequest(
      RoutingContext context, Principal principal, RequestCredentials credentials) {
    return new ApiRequest(
        operation.getOperationId(),
        principal,
        credentials,
        context.pathParams(),
        query(context),
        headers(context.request()),
        null);
  }

  private static Map<String, String> query(RoutingContext context) {
    var query = new HashMap<String, String>();
    try {
      for (var parameter : context.queryParams()) {
        if (query.put(parameter.getKey(), parameter.getValue()) != null) {
          throw new ProblemException(
              Problem.of(422, "Query parameter " + parameter.getKey() + " is given twice"));
        }
      }
    } catch (IllegalArgumentException invalid) {
      throw new ProblemException(Problem.of(400, "The query string cannot be decoded"));
    }
    return query;
  }

  /** Only the headers of the contract: an operation that responds with a secret has no key. */
  private Map<String, String> headers(HttpServerRequest request) {
    var headers = new HashMap<String, String>();
    headers.put("accept", request.getHeader("accept"));
    for (var parameter : operation.getParameters()) {
      if (parameter.getIn() == Location.HEADER) {
        var name = parameter.getName().toLowerCase(Locale.ROOT);
        headers.put(name, request.getHeader(name));
      }
    }
    headers.values().removeIf(Objects::isNull);
    return headers;
  }
}
