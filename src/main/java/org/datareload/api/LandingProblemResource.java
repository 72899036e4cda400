package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.datareload.landing.LandingProblem;
import org.datareload.landing.LandingProblems;
import org.datareload.security.Action;

/** Shows what landed and cannot be loaded. */
final class LandingProblemResource {
  private final DatasetAccess datasetAccess;
  private final LandingProblems problems;

  LandingProblemResource(DatasetAccess datasetAccess, LandingProblems problems) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.problems = requireNonNull(problems, "problems is null");
  }

  private record Shown(String key, String reason, long size, Instant firstSeen, Instant lastSeen) {}

  ApiResponse list(ApiRequest call) {
    DatasetAccess.admin(call);
    return page(call, problems.page(call.query("after"), call.limit() + 1));
  }

  ApiResponse listOfDataset(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.VIEW);
    return page(call, problems.page(dataset.id(), call.query("after"), call.limit() + 1));
  }

  private static ApiResponse page(ApiRequest call, List<LandingProblem> page) {
    var limit = call.limit();
    var shown =
        page.stream()
            .limit(limit)
            .map(p -> new Shown(p.key(), p.reason(), p.size(), p.firstSeen(), p.lastSeen()))
            .toList();
    var next = page.size() > limit ? shown.get(limit - 1).key() : null;
    return ApiResponse.ok(Json.page("problems", shown, null, next));
  }
}
