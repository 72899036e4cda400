package org.datareload.api;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.DurationText;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.NewDataset;
import org.datareload.dataset.Readers;
import org.datareload.dataset.Replaced;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.publication.Completions;
import org.datareload.publication.DatasetDeletions;
import org.datareload.security.Action;
import org.datareload.security.Members;
import org.datareload.security.Principal;
import org.datareload.security.Role;

/** Creates, reads, changes and deletes datasets. */
public record DatasetResource(
    DatasetAccess datasetAccess,
    Datasets datasets,
    Members members,
    Executions executions,
    DatasetDeletions datasetDeletions,
    Completions completions,
    String landingBucket)
    implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "createDataset", this::create,
        "listDatasets", this::list,
        "readDataset", this::read,
        "changeDataset", this::change,
        "deleteDataset", this::delete);
  }

  private ApiResponse create(ApiRequest request) {
    DatasetAccess.requireAdmin(request.principal());
    var body = request.body();
    var created =
        datasets.create(
            new NewDataset(
                Json.text(body, "domain"),
                Json.text(body, "name"),
                Json.text(body, "fileType"),
                Json.text(body, "updateMethod"),
                DatasetSettingsJson.read(body, DatasetSettings.of(List.of()))));
    members.put(created.id(), request.principal().id(), Role.OWNER);
    return ApiResponse.created(201, "/api/v1/datasets/" + created.name(), view(request, created));
  }

  private ApiResponse list(ApiRequest request) {
    var after = request.query("after");
    var name = after == null ? null : new DatasetName(after.split("/")[0], after.split("/")[1]);
    var page =
        Page.read(
            request,
            limit -> datasets.page(datasetAccess.visible(request), name, limit),
            dataset -> dataset.name().toString());
    return new Page<>(views(request.principal(), page.entries()), page.next())
        .toResponse("datasets");
  }

  private ApiResponse read(ApiRequest request) {
    return ApiResponse.ok(view(request, datasetAccess.require(request, Action.VIEW)));
  }

  private ApiResponse change(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.OWN);
    var changed =
        datasets.update(
            dataset.id(), settings -> DatasetSettingsJson.read(request.body(), settings));
    if (changed.isPresent() && changed.get().readers() == Readers.LISTING) {
      completions.endDelay(changed.get());
    }
    if (changed.isPresent() && changed.get().replaced() != Replaced.KEEP) {
      completions.endKeep(changed.get());
    }
    return ApiResponse.ok(view(request, changed.orElseThrow(DatasetAccess::notFound)));
  }

  private ApiResponse delete(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.OWN);
    var refusal = datasetDeletions.delete(dataset, "true".equals(request.query("purge")));
    if (refusal != null) {
      throw new ProblemException(
          Problem.of(409, "Dataset " + dataset.name() + " cannot be deleted: " + refusal));
    }
    return ApiResponse.noContent();
  }

  private DatasetView view(ApiRequest request, Dataset dataset) {
    return views(request.principal(), List.of(dataset)).stream()
        .findFirst()
        .orElseThrow(DatasetAccess::notFound);
  }

  /**
   * The datasets as the principal sees them, by a fixed number of statements. Leaves out those that
   * are deleted meanwhile.
   */
  private List<DatasetView> views(Principal principal, List<Dataset> some) {
    var ids = some.stream().map(Dataset::id).toList();
    var running = executions.running(ids);
    var live =
        executions
            .find(some.stream().map(Dataset::liveExecution).filter(Objects::nonNull).toList())
            .stream()
            .collect(toMap(Execution::id, identity()));
    var newest = executions.newest(ids).stream().collect(toMap(Execution::datasetId, identity()));
    // Read last: a dataset that has counts now still existed when the rest was read.
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
                    d.replaced() == Replaced.DELETE,
                    d.replaced().text(),
                    d.settle() == null ? null : DurationText.of(d.settle()),
                    d.readers().text(),
                    d.generation(),
                    d.liveExecution(),
                    running.get(d.id()),
                    DatasetView.LastExecution.of(newest.get(d.id())),
                    "s3://" + landingBucket + "/" + d.name().prefix(),
                    StatusCounts.of(counts.get(d.id()), FileCount::files),
                    StatusCounts.of(counts.get(d.id()), FileCount::bytes),
                    d.liveExecution() == null ? null : live.get(d.liveExecution()).planned(),
                    datasetAccess.permissions(principal, d),
                    d.createdAt()))
        .toList();
  }
}
