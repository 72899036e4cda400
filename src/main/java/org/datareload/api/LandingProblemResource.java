package org.datareload.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.datareload.landing.LandingProblem;
import org.datareload.landing.LandingProblems;
import org.datareload.security.Action;

/** Lists landed objects that cannot be loaded. */
public record LandingProblemResource(DatasetAccess datasetAccess, LandingProblems problems)
    implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of("listProblems", this::list, "listDatasetProblems", this::listOfDataset);
  }

  private record ProblemView(
      String key,
      String reason,
      String suggestion,
      long size,
      Instant firstSeen,
      Instant lastSeen) {}

  private ApiResponse list(ApiRequest request) {
    DatasetAccess.requireAdmin(request.principal());
    return page(request, limit -> problems.page(request.query("after"), limit));
  }

  private ApiResponse listOfDataset(ApiRequest request) {
    var id = datasetAccess.require(request, Action.VIEW).id();
    return page(request, limit -> problems.page(id, request.query("after"), limit));
  }

  private static ApiResponse page(ApiRequest request, IntFunction<List<LandingProblem>> query) {
    return Page.read(request, query, LandingProblem::key)
        .map(
            p ->
                new ProblemView(
                    p.key(), p.reason(), p.suggestion(), p.size(), p.firstSeen(), p.lastSeen()))
        .toResponse("problems");
  }
}
