package org.datareload.http;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.datareload.access.Action;
import org.datareload.access.Members;
import org.datareload.access.Principal;
import org.datareload.access.Role;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.publication.Purges;

/** Creates, shows, changes and deletes datasets. */
final class DatasetCalls {
  private final Permits permits;
  private final Datasets datasets;
  private final Members members;
  private final Executions executions;
  private final Purges purges;
  private final String landing;

  /**
   * @param landing the landing zone's bucket
   */
  DatasetCalls(
      Permits permits,
      Datasets datasets,
      Members members,
      Executions executions,
      Purges purges,
      String landing) {
    this.permits = requireNonNull(permits, "permits is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.members = requireNonNull(members, "members is null");
    this.executions = requireNonNull(executions, "executions is null");
    this.purges = requireNonNull(purges, "purges is null");
    this.landing = requireNonNull(landing, "landing is null");
  }

  Answer create(Call call) {
    Permits.admin(call);
    var body = call.body();
    var made =
        datasets.create(
            new NewDataset(
                text(body, "domain"),
                text(body, "name"),
                text(body, "fileType"),
                text(body, "updateMethod"),
                text(body, "description"),
                Wishes.texts(body.path("notify")),
                body.path("skipTrash").asBoolean()));
    members.put(made.id(), call.principal().id(), Role.OWNER);
    return Answer.created(201, "/api/v1/datasets/" + made.name(), shown(call, made));
  }

  Answer list(Call call) {
    var limit = call.limit();
    var after = call.query("after") == null ? null : name(call.query("after"));
    var page = datasets.page(permits.visible(call), after, limit + 1);
    var shown = page.subList(0, Math.min(limit, page.size()));
    var next = page.size() > limit ? shown.get(limit - 1).name().toString() : null;
    return Answer.ok(Json.page("datasets", shown(call.principal(), shown), null, next));
  }

  Answer read(Call call) {
    return Answer.ok(shown(call, permits.dataset(call, Action.VIEW)));
  }

  Answer change(Call call) {
    var dataset = permits.dataset(call, Action.OWN);
    var body = call.body();
    var changed =
        datasets.update(
            dataset.id(),
            body.has("notify") ? Wishes.texts(body.get("notify")) : dataset.notifyTo(),
            body.has("description") ? text(body, "description") : dataset.description(),
            body.has("skipTrash") ? body.get("skipTrash").asBoolean() : dataset.skipTrash());
    return Answer.ok(shown(call, changed.orElseThrow(Permits::noDataset)));
  }

  Answer delete(Call call) {
    var dataset = permits.dataset(call, Action.OWN);
    var refusal = purges.delete(dataset, "true".equals(call.query("purge")));
    if (refusal != null) {
      throw new ProblemException(
          Problem.of(409, "Dataset " + dataset.name() + " cannot be deleted: " + refusal));
    }
    return Answer.nothing();
  }

  /**
   * Datasets as the principal sees them, with a fixed number of statements; those that were deleted
   * meanwhile are left out.
   */
  List<ShownDataset> shown(Principal principal, List<Dataset> some) {
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
                new ShownDataset(
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
                    ShownDataset.Last.of(newest.get(d.id())),
                    "s3://" + landing + "/" + d.name().prefix(),
                    ByStatus.of(counts.get(d.id()), FileCount::files),
                    ByStatus.of(counts.get(d.id()), FileCount::bytes),
                    d.liveExecution() == null ? null : live.get(d.liveExecution()).planned(),
                    permits.words(principal, d),
                    d.createdAt()))
        .toList();
  }

  private ShownDataset shown(Call call, Dataset dataset) {
    return shown(call.principal(), List.of(dataset)).stream()
        .findFirst()
        .orElseThrow(Permits::noDataset);
  }

  private static DatasetName name(String text) {
    var slash = text.indexOf('/');
    return new DatasetName(text.substring(0, slash), text.substring(slash + 1));
  }

  private static String text(JsonNode body, String field) {
    return body.hasNonNull(field) ? body.get(field).asText() : null;
  }
}
