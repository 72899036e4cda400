package org.datareload.server;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.datareload.api.ApiRequest;
import org.datareload.api.OperationDispatcher;
import org.datareload.api.Problem;
import org.datareload.api.ProblemException;
import org.datareload.security.AuthenticationResult;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;

/**
 * Stands before every operation: says who asks, bounds how often, and picks from the request what
 * the contract knows. The routes behind take nothing else from it.
 */
final class SecurityHandler implements Handler<RoutingContext> {
  /** Under which the request goes on with its user, where no header can reach. */
  static final String CALL = "call";

  private static final List<String> HEADERS = List.of("idempotency-key", "accept");
  private static final Principal NOBODY = new Principal("", null, false);

  private final Operation operation;
  private final SecurityPolicy guards;

  SecurityHandler(Operation operation, SecurityPolicy guards) {
    this.operation = operation;
    this.guards = guards;
  }

  @Override
  public void handle(RoutingContext context) {
    // The body is read later, when it is known who sends it.
    context.request().pause();
    context
        .vertx()
        .executeBlocking(() -> admit(context), false)
        .onComplete(
            admitted -> {
              context.request().resume();
              BodyTimeout.bound(context, guards.bodyTimeout());
              if (admitted.succeeded()) {
                context.setUser(
                    User.create(new JsonObject(), new JsonObject().put(CALL, admitted.result())));
                context.next();
              } else {
                var id = operation.getOperationId();
                ResponseWriter.send(context, OperationDispatcher.answer(id, admitted.cause()));
              }
            });
  }

  private ApiRequest admit(RoutingContext context) {
    var request = context.request();
    var address = request.remoteAddress().hostAddress();
    var from = address == null ? "unknown" : address;
    var credentials = RequestCredentials.of(request.method().name(), request::getHeader, from);
    // Stores show a token of their own, which is looked at behind this.
    if (OpenApiContract.hasTag(operation, "events")) {
      bound(guards.events().take(from));
      return call(context, NOBODY, credentials);
    }
    checkHost(request.getHeader("Host"), request.authority());
    var principal =
        OpenApiContract.isPublic(operation)
            ? NOBODY
            : admitted(guards.authentication().authenticate(credentials));
    bound(guards.rates().take(principal.id().isEmpty() ? from : principal.id()));
    checkType(context);
    return call(context, principal, credentials);
  }

  private static void bound(int wait) {
    if (wait > 0) {
      throw new ProblemException(
          Problem.of(429, "Too many requests; wait " + wait + " s")
              .header("Retry-After", Integer.toString(wait)));
    }
  }

  /** HTTP/2 has no header Host, but says the same. */
  private void checkHost(String header, HostAndPort authority) {
    var host = header == null && authority != null ? authority.host() : header;
    if (!guards.hosts().allow(host)) {
      throw new ProblemException(
          Problem.of(403, "Where nobody signs in, only this machine's own names are answered"));
    }
  }

  private ApiRequest call(
      RoutingContext context, Principal principal, RequestCredentials credentials) {
    // Nothing has such a name, and PostgreSQL takes no text with this character.
    if (context.pathParams().values().stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
      throw new ProblemException(Problem.of(404, "There is nothing at this address"));
    }
    return new ApiRequest(
        operation.getOperationId(),
        principal,
        credentials,
        context.pathParams(),
        query(context),
        headers(context.request().headers()),
        null);
  }

  private static Principal admitted(AuthenticationResult verdict) {
    if (verdict instanceof AuthenticationResult.Authenticated authenticated) {
      return authenticated.principal();
    }
    throw new ProblemException(Problem.of((AuthenticationResult.Refused) verdict));
  }

  private void checkType(RoutingContext context) {
    if (operation.getRequestBody() == null) {
      return;
    }
    var type = context.request().getHeader("Content-Type");
    if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
      throw new ProblemException(Problem.of(415, "The body must be application/json"));
    }
  }

  private static Map<String, String> query(RoutingContext context) {
    var all = new LinkedHashMap<String, String>();
    try {
      context
          .queryParams()
          .forEach(
              entry -> {
                if (all.put(entry.getKey(), entry.getValue()) != null) {
                  throw new ProblemException(
                      Problem.of(422, "The parameter " + entry.getKey() + " is given twice"));
                }
              });
    } catch (IllegalArgumentException wrong) {
      throw new ProblemException(Problem.of(400, "The query cannot be read"));
    }
    return all;
  }

  // Where the contract does not have it, the answer must not be kept: it holds a secret.
  private boolean isKnown(String name) {
    return !name.equals("idempotency-key")
        || operation.getParameters().stream()
            .anyMatch(parameter -> parameter.getName().equalsIgnoreCase(name));
  }

  private Map<String, String> headers(MultiMap all) {
    var known = new HashMap<String, String>();
    for (var name : HEADERS) {
      if (all.contains(name) && isKnown(name)) {
        known.put(name, all.get(name));
      }
    }
    return known;
  }

  /** The call that this gate let in, or null where the request came around it. */
  static ApiRequest call(User user) {
    return user == null ? null : (ApiRequest) user.attributes().getValue(CALL);
  }
}
