package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.security.Action;
import org.datareload.security.Member;
import org.datareload.security.Members;
import org.datareload.security.Role;
import org.datareload.security.UserId;

/** Shows and changes who has which role in a dataset. */
final class MemberResource {
  private final DatasetAccess datasetAccess;
  private final Members members;

  MemberResource(DatasetAccess datasetAccess, Members members) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.members = requireNonNull(members, "members is null");
  }

  private record Shown(String user, String role, Instant since) {
    static Shown of(Member member) {
      return new Shown(member.userId(), member.role().word(), member.since());
    }
  }

  ApiResponse list(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.VIEW);
    var limit = call.limit();
    var page = members.page(dataset.id(), call.query("after"), limit + 1);
    var shown = page.stream().limit(limit).map(Shown::of).toList();
    var next = page.size() > limit ? shown.get(limit - 1).user() : null;
    return ApiResponse.ok(Json.page("members", shown, null, next));
  }

  ApiResponse put(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.OWN);
    var user = call.path().get("user");
    if (!UserId.isValid(user)) {
      throw new InvalidFieldsException(List.of(new FieldError("user", UserId.RULE)));
    }
    var role = Role.of(call.body().get("role").asText()).orElseThrow();
    return ApiResponse.ok(Shown.of(members.put(dataset.id(), user, role)));
  }

  ApiResponse remove(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.OWN);
    if (!members.remove(dataset.id(), call.path().get("user"))) {
      throw new ProblemException(Problem.notFound("such member"));
    }
    return ApiResponse.nothing();
  }
}
