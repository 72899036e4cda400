package org.datareload.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.datareload.access.Audits;
import org.datareload.access.Authentication;
import org.datareload.access.ByPassword;
import org.datareload.access.Directory;
import org.datareload.access.Sessions;
import org.datareload.access.Verdict;

/** Signs people in and out at the page, where that is done by password. */
final class SignInCalls {
  private static final int DAY_SECONDS = 86_400;

  private final Authentication authentication;
  private final Sessions sessions;
  private final Directory users;
  private final Audits audits;
  private final String attributes;

  /**
   * @param sessions null where nobody signs in by password
   * @param isSecure whether the page is reached by https alone
   */
  SignInCalls(
      Authentication authentication,
      Sessions sessions,
      Directory users,
      Audits audits,
      boolean isSecure) {
    this.authentication = requireNonNull(authentication, "authentication is null");
    this.sessions = sessions;
    this.users = requireNonNull(users, "users is null");
    this.audits = requireNonNull(audits, "audits is null");
    this.attributes = "; HttpOnly; SameSite=Strict; Path=/" + (isSecure ? "; Secure" : "");
  }

  Answer in(Call call) {
    if (!(authentication instanceof ByPassword door)) {
      throw new ProblemException(Problem.of(404, "Nobody signs in here by password"));
    }
    var user = call.body().get("user").asText();
    var verdict = door.signIn(user, call.body().get("password").asText(), call.approach());
    if (verdict instanceof Verdict.Refused refused) {
      // Only of users that there are: what is no user may be a password in the wrong field.
      users
          .find(user)
          .ifPresent(known -> audits.record(known, "refuseSignIn", null, call.remote(), Map.of()));
      throw new ProblemException(Problem.of(refused));
    }
    var principal = ((Verdict.Admitted) verdict).principal();
    audits.record(principal, "signIn", null, call.remote(), Map.of());
    var value = sessions.open(principal.id());
    return cookie(Answer.created(201, "/api/v1/me", Me.of(principal)), value, DAY_SECONDS * 7);
  }

  Answer out(Call call) {
    if (sessions != null) {
      call.approach().session().ifPresent(sessions::close);
    }
    return cookie(Answer.nothing(), "", 0);
  }

  private Answer cookie(Answer answer, String value, int seconds) {
    var cookie = Authentication.COOKIE + "=" + value + "; Max-Age=" + seconds + attributes;
    return answer.with("Set-Cookie", cookie);
  }
}
