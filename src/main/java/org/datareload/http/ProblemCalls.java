package org.datareload.http;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.datareload.access.Action;
import org.datareload.landing.LandingProblem;
import org.datareload.landing.LandingProblems;

/** Shows what landed and cannot be loaded. */
final class ProblemCalls {
  private final Permits permits;
  private final LandingProblems problems;

  ProblemCalls(Permits permits, LandingProblems problems) {
    this.permits = requireNonNull(permits, "permits is null");
    this.problems = requireNonNull(problems, "problems is null");
  }

  private record Shown(String key, String reason, long size, Instant firstSeen, Instant lastSeen) {}

  Answer list(Call call) {
    Permits.admin(call);
    return page(call, problems.page(call.query("after"), call.limit() + 1));
  }

  Answer listOfDataset(Call call) {
    var dataset = permits.dataset(call, Action.VIEW);
    return page(call, problems.page(dataset.id(), call.query("after"), call.limit() + 1));
  }

  private static Answer page(Call call, List<LandingProblem> page) {
    var limit = call.limit();
    var shown =
        page.stream()
            .limit(limit)
            .map(p -> new Shown(p.key(), p.reason(), p.size(), p.firstSeen(), p.lastSeen()))
            .toList();
    var next = page.size() > limit ? shown.get(limit - 1).key() : null;
    return Answer.ok(Json.page("problems", shown, null, next));
  }
}
