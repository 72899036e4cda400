package org.datareload.api;

import java.util.Map;
import org.datareload.security.AuditLog;
import org.datareload.security.Authentication;
import org.datareload.security.AuthenticationResult;
import org.datareload.security.BasicAuthentication;
import org.datareload.security.Principal;
import org.datareload.security.Sessions;

/**
 * Shows the caller, and signs users of the page in and out by password.
 *
 * @param sessions null unless users sign in by password
 * @param isSecure whether the web UI is served by HTTPS
 */
public record SessionResource(
    Authentication authentication, Sessions sessions, AuditLog auditLog, boolean isSecure)
    implements Resource {
  private static final int WEEK_SECONDS = 7 * 86_400;

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "readMe", request -> ApiResponse.ok(UserView.of(request.principal())),
        "signIn", this::signIn,
        "signOut", this::signOut);
  }

  /**
   * @param admin whether the caller may create datasets
   * @param token the id of the API token that the request used, or null
   */
  private record UserView(String id, String mail, boolean admin, String token) {
    static UserView of(Principal caller) {
      return new UserView(caller.id(), caller.mail(), caller.mayCreate(), caller.scope().tokenId());
    }
  }

  private ApiResponse signIn(ApiRequest request) {
    if (!(authentication instanceof BasicAuthentication basic)) {
      throw new ProblemException(Problem.of(404, "Sign-in by password is not enabled"));
    }
    var user = request.body().get("user").asText();
    var password = request.body().get("password").asText();
    var result = basic.signIn(user, password, request.credentials());
    if (result instanceof AuthenticationResult.Refused refused) {
      throw new ProblemException(Problem.of(refused));
    }
    var principal = ((AuthenticationResult.Authenticated) result).principal();
    auditLog.record(principal, "signIn", null, request.credentials().address(), Map.of());
    return withCookie(
        ApiResponse.created(201, "/api/v1/me", UserView.of(principal)),
        sessions.open(principal.id()),
        WEEK_SECONDS);
  }

  private ApiResponse signOut(ApiRequest request) {
    if (sessions != null) {
      request.credentials().session().ifPresent(sessions::close);
    }
    return withCookie(ApiResponse.noContent(), "", 0);
  }

  private ApiResponse withCookie(ApiResponse response, String value, int seconds) {
    var cookie = Authentication.COOKIE + "=" + value + "; Max-Age=" + seconds;
    var attributes = "; HttpOnly; SameSite=Strict; Path=/" + (isSecure ? "; Secure" : "");
    return response.with("Set-Cookie", cookie + attributes);
  }
}
