package org.datareload.api;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.publication.DatasetDeletions;
import org.datareload.security.Action;
import org.datareload.security.Members;
import org.datareload.security.Principal;
import org.datareload.security.Role;

/** Creates, shows, changes and deletes datasets. */
final class DatasetResource {
  private final DatasetAccess datasetAccess;
  private final Datasets datasets;
  private final Members members;
  private final Executions executions;
  private final DatasetDeletions datasetDeletions;
  private final String landing;

  /**
   * @param landing the landing zone's bucket
   */
  DatasetResource(
      DatasetAccess datasetAccess,
      Datasets datasets,
      Members members,
      Executions executions,
      DatasetDeletions datasetDeletions,
      String landing) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.members = requireNonNull(members, "members is null");
    this.executions = requireNonNull(executions, "executions is null");
    this.datasetDeletions = requireNonNull(datasetDeletions, "purges is null");
    this.landing = requireNonNull(landing, "landing is null");
  }

  ApiResponse create(ApiRequest call) {
    DatasetAccess.admin(call);
    var body = call.body();
    var made =
        datasets.create(
            new NewDataset(
                text(body, "domain"),
                text(body, "name"),
                text(body, "fileType"),
                text(body, "updateMethod"),
                text(body, "description"),
                SelectionParser.texts(body.path("notify")),
                body.path("skipTrash").asBoolean()));
    members.put(made.id(), call.principal().id(), Role.OWNER);
    return ApiResponse.created(201, "/api/v1/datasets/" + made.name(), shown(call, made));
  }

  ApiResponse list(ApiRequest call) {
    var limit = call.limit();
    var after = call.query("after") == null ? null : name(call.query("after"));
    var page = datasets.page(datasetAccess.visible(call), after, limit + 1);
    var shown = page.subList(0, Math.min(limit, page.size()));
    var next = page.size() > limit ? shown.get(limit - 1).name().toString() : null;
    return ApiResponse.ok(Json.page("datasets", shown(call.principal(), shown), null, next));
  }

  ApiResponse read(ApiRequest call) {
    return ApiResponse.ok(shown(call, datasetAccess.dataset(call, Action.VIEW)));
  }

  ApiResponse change(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.OWN);
    var body = call.body();
    var changed =
        datasets.update(
            dataset.id(),
            body.has("notify") ? SelectionParser.texts(body.get("notify")) : dataset.notifyTo(),
            body.has("description") ? text(body, "description") : dataset.description(),
            body.has("skipTrash") ? body.get("skipTrash").asBoolean() : dataset.skipTrash());
    return ApiResponse.ok(shown(call, changed.orElseThrow(DatasetAccess::noDataset)));
  }

  ApiResponse delete(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.OWN);
    var refusal = datasetDeletions.delete(dataset, "true".equals(call.query("purge")));
    if (refusal != null) {
      throw new ProblemException(
          Problem.of(409, "Dataset " + dataset.name() + " cannot be deleted: " + refusal));
    }
    return ApiResponse.nothing();
  }

  /**
   * Datasets as the principal sees them, with a fixed number of statements; those that were deleted
   * meanwhile are left out.
   */
  List<DatasetView> shown(Principal principal, List<Dataset> some) {
    var ids = some.stream().map(Dataset::id).toList();
    var running = executions.running(ids);
    var live =
        executions
            .find(some.stream().map(Dataset::liveExecution).filter(Objects::nonNull).toList())
            .stream()
            .collect(toMap(Execution::id, identity()));
    var newest = executions.newest(ids).stream().collect(toMap(Execution::datasetId, identity()));
    // Read last: a dataset that has them was not deleted before the rest was read.
    var counts = datasets.counts(ids);
    return some.stream()
        .filter(d -> counts.containsKey(d.id()))
        .map(
            d ->
                new DatasetView(
                    d.name().domain(),
                    d.name().name(),
                    d.fileType(),
                    "reload",
                    d.description(),
                    d.notifyTo(),
                    d.skipTrash(),
                    d.generation(),
                    d.liveExecution(),
                    running.get(d.id()),
                    DatasetView.Last.of(newest.get(d.id())),
                    "s3://" + landing + "/" + d.name().prefix(),
                    StatusCounts.of(counts.get(d.id()), FileCount::files),
                    StatusCounts.of(counts.get(d.id()), FileCount::bytes),
                    d.liveExecution() == null ? null : live.get(d.liveExecution()).planned(),
                    datasetAccess.words(principal, d),
                    d.createdAt()))
        .toList();
  }

  private DatasetView shown(ApiRequest call, Dataset dataset) {
    return shown(call.principal(), List.of(dataset)).stream()
        .findFirst()
        .orElseThrow(DatasetAccess::noDataset);
  }

  private static DatasetName name(String text) {
    var slash = text.indexOf('/');
    return new DatasetName(text.substring(0, slash), text.substring(slash + 1));
  }

  private static String text(JsonNode body, String field) {
    return body.hasNonNull(field) ? body.get(field).asText() : null;
  }
}
