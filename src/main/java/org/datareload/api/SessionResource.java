package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.datareload.security.AuditLog;
import org.datareload.security.Authentication;
import org.datareload.security.AuthenticationResult;
import org.datareload.security.BasicAuthentication;
import org.datareload.security.Sessions;
import org.datareload.security.UserDirectory;

/** Signs people in and out at the page, where that is done by password. */
final class SessionResource {
  private static final int DAY_SECONDS = 86_400;

  private final Authentication authentication;
  private final Sessions sessions;
  private final UserDirectory users;
  private final AuditLog auditLog;
  private final String attributes;

  /**
   * @param sessions null where nobody signs in by password
   * @param isSecure whether the page is reached by https alone
   */
  SessionResource(
      Authentication authentication,
      Sessions sessions,
      UserDirectory users,
      AuditLog auditLog,
      boolean isSecure) {
    this.authentication = requireNonNull(authentication, "authentication is null");
    this.sessions = sessions;
    this.users = requireNonNull(users, "users is null");
    this.auditLog = requireNonNull(auditLog, "audits is null");
    this.attributes = "; HttpOnly; SameSite=Strict; Path=/" + (isSecure ? "; Secure" : "");
  }

  ApiResponse in(ApiRequest call) {
    if (!(authentication instanceof BasicAuthentication door)) {
      throw new ProblemException(Problem.of(404, "Nobody signs in here by password"));
    }
    var user = call.body().get("user").asText();
    var verdict = door.signIn(user, call.body().get("password").asText(), call.credentials());
    if (verdict instanceof AuthenticationResult.Refused refused) {
      // Only of users that there are: what is no user may be a password in the wrong field.
      users
          .find(user)
          .ifPresent(
              known -> auditLog.record(known, "refuseSignIn", null, call.remote(), Map.of()));
      throw new ProblemException(Problem.of(refused));
    }
    var principal = ((AuthenticationResult.Authenticated) verdict).principal();
    auditLog.record(principal, "signIn", null, call.remote(), Map.of());
    var value = sessions.open(principal.id());
    return cookie(
        ApiResponse.created(201, "/api/v1/me", CurrentUser.of(principal)), value, DAY_SECONDS * 7);
  }

  ApiResponse out(ApiRequest call) {
    if (sessions != null) {
      call.credentials().session().ifPresent(sessions::close);
    }
    return cookie(ApiResponse.nothing(), "", 0);
  }

  private ApiResponse cookie(ApiResponse answer, String value, int seconds) {
    var cookie = Authentication.COOKIE + "=" + value + "; Max-Age=" + seconds + attributes;
    return answer.with("Set-Cookie", cookie);
  }
}
