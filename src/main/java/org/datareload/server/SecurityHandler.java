package org.datareload.server;

import io.vertx.core.Future;
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

  private static final String STREAM = "responseStream";

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
    var credentials = credentials(context.request());
    admission(context, credentials)
        .onComplete(
            admitted -> {
              context.request().resume();
              BodyTimeout.start(context, policy.bodyTimeout());
              if (admitted.succeeded() && declaredLength(context.request()) > maxBody) {
                RouterSetup.refuseBody(context, OpenApiContract.tooLarge(maxBody));
              } else if (admitted.succeeded()) {
                var attributes =
                    new JsonObject()
                        .put(REQUEST, admitted.result())
                        .put(STREAM, ResponseStream.of(context));
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

  /** The stream of the response to the user's request, or null. */
  static ResponseStream stream(User user) {
    return (ResponseStream) user.attributes().getValue(STREAM);
  }

  private RequestCredentials credentials(HttpServerRequest request) {
    var headers = request.headers();
    var address =
        policy
            .proxies()
            .client(
                request.remoteAddress().hostAddress(),
                headers.getAll("X-Forwarded-For"),
                headers.getAll("Forwarded"));
    return RequestCredentials.of(request.method().name(), request::getHeader, address);
  }

  /** A request of a network that sends too many never waits for a worker. */
  private Future<ApiRequest> admission(RoutingContext context, RequestCredentials credentials) {
    var network = credentials.network();
    var secret = secret(context, credentials);
    var seconds = policy.addresses().take(network, secret);
    if (seconds > 0) {
      return Future.failedFuture(tooMany(seconds));
    }
    // Before the response can be read, so that the next request of its reader counts behind it.
    context.addHeadersEndHandler(
        written -> {
          var status = context.response().getStatusCode();
          if (status == 401 && (secret != null || isPublic())) {
            policy.addresses().refuse(network, secret);
          } else if (status < 400 && secret != null) {
            policy.addresses().prove(secret);
          }
        });
    return context.vertx().executeBlocking(() -> admit(context, credentials), false);
  }

  /** What the request is checked by; null for nothing, or if that is in the body. */
  private String secret(RoutingContext context, RequestCredentials credentials) {
    if (isEvents()) {
      var inPath = context.pathParam("token");
      return inPath == null ? credentials.authorization() : inPath;
    }
    return isPublic() ? null : credentials.secret();
  }

  private boolean isEvents() {
    return OpenApiContract.hasTag(operation, "events");
  }

  private boolean isPublic() {
    return OpenApiContract.isPublic(operation);
  }

  private ApiRequest admit(RoutingContext context, RequestCredentials credentials) {
    var request = context.request();
    if (isEvents()) {
      // A store has a token of its own.
      limitRate(policy.events(), credentials.network());
      policy.webhook().require(context.pathParam("token"), request.getHeader("Authorization"));
      // Whatever type a store claims, the body is JSON; that of a form would be taken apart.
      request.headers().set("Content-Type", "application/json");
      return apiRequest(context, ANONYMOUS, credentials);
    }
    checkHost(request);
    var principal = isPublic() ? ANONYMOUS : authenticate(credentials);
    if (!isPublic()) {
      limitRate(policy.rates(), principal.id());
    }
    checkPath(context);
    policy.permits().require(need, principal, context.pathParams());
    checkContentType(request);
    return apiRequest(context, principal, credentials);
  }

  private static void limitRate(RateLimiter limiter, String caller) {
    var seconds = limiter.take(caller);
    if (seconds > 0) {
      throw tooMany(seconds);
    }
  }

  private static ProblemException tooMany(int seconds) {
    return new ProblemException(
        Problem.of(429, "Too many requests; retry in " + seconds + " s").retryAfter(seconds));
  }

  /** The host that the request names, or null; HTTP/2 has an authority instead of the header. */
  static String host(HttpServerRequest request) {
    var header = request.getHeader("Host");
    var authority = request.authority();
    return header == null && authority != null ? authority.host() : header;
  }

  private void checkHost(HttpServerRequest request) {
    if (!policy.hosts().allow(host(request))) {
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
