package org.datareload.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.security.Action;
import org.datareload.security.Member;
import org.datareload.security.Members;
import org.datareload.security.Role;
import org.datareload.security.UserId;

/** Lists and changes the roles of users in a dataset. */
public record MemberResource(DatasetAccess datasetAccess, Members members) implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of("listMembers", this::list, "putMember", this::put, "removeMember", this::remove);
  }

  private record MemberView(String user, String role, Instant since) {
    static MemberView of(Member member) {
      return new MemberView(member.userId(), member.role().word(), member.since());
    }
  }

  private ApiResponse list(ApiRequest request) {
    var id = datasetAccess.require(request, Action.VIEW).id();
    return Page.read(
            request, limit -> members.page(id, request.query("after"), limit), Member::userId)
        .map(MemberView::of)
        .toResponse("members");
  }

  private ApiResponse put(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.OWN);
    var user = request.path().get("user");
    if (!UserId.isValid(user)) {
      throw new InvalidFieldsException(List.of(new FieldError("user", UserId.RULE)));
    }
    var role = Role.of(request.body().get("role").asText()).orElseThrow();
    return ApiResponse.ok(MemberView.of(members.put(dataset.id(), user, role)));
  }

  private ApiResponse remove(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.OWN);
    if (!members.remove(dataset.id(), request.path().get("user"))) {
      throw new ProblemException(Problem.notFound("Member"));
    }
    return ApiResponse.noContent();
  }
}
