package org.datareload.http;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.datareload.access.Action;
import org.datareload.access.Member;
import org.datareload.access.Members;
import org.datareload.access.Role;
import org.datareload.access.UserId;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;

/** Shows and changes who has which role in a dataset. */
final class MemberCalls {
  private final Permits permits;
  private final Members members;

  MemberCalls(Permits permits, Members members) {
    this.permits = requireNonNull(permits, "permits is null");
    this.members = requireNonNull(members, "members is null");
  }

  private record Shown(String user, String role, Instant since) {
    static Shown of(Member member) {
      return new Shown(member.userId(), member.role().word(), member.since());
    }
  }

  Answer list(Call call) {
    var dataset = permits.dataset(call, Action.VIEW);
    var limit = call.limit();
    var page = members.page(dataset.id(), call.query("after"), limit + 1);
    var shown = page.stream().limit(limit).map(Shown::of).toList();
    var next = page.size() > limit ? shown.get(limit - 1).user() : null;
    return Answer.ok(Json.page("members", shown, null, next));
  }

  Answer put(Call call) {
    var dataset = permits.dataset(call, Action.OWN);
    var user = call.path().get("user");
    if (!UserId.isValid(user)) {
      throw new InvalidFieldsException(List.of(new FieldError("user", UserId.RULE)));
    }
    var role = Role.of(call.body().get("role").asText()).orElseThrow();
    return Answer.ok(Shown.of(members.put(dataset.id(), user, role)));
  }

  Answer remove(Call call) {
    var dataset = permits.dataset(call, Action.OWN);
    if (!members.remove(dataset.id(), call.path().get("user"))) {
      throw new ProblemException(Problem.notFound("such member"));
    }
    return Answer.nothing();
  }
}
