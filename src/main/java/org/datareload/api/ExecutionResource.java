package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.dataset.Visible;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Busy;
import org.datareload.execution.Acceptance.Reused;
import org.datareload.execution.Acceptance.SelectionChanged;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.Executions;
import org.datareload.security.Action;

/** Starts executions and shows them. */
final class ExecutionResource {
  private final DatasetAccess datasetAccess;
  private final Datasets datasets;
  private final Executions executions;
  private final FileResource files;

  ExecutionResource(
      DatasetAccess datasetAccess, Datasets datasets, Executions executions, FileResource files) {
    this.datasetAccess = requireNonNull(datasetAccess, "permits is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.executions = requireNonNull(executions, "executions is null");
    this.files = requireNonNull(files, "files is null");
  }

  ApiResponse start(ApiRequest call) {
    var dataset = datasetAccess.dataset(call, Action.PROCESS);
    var request = IdempotencyKeys.request(call).orElse(null);
    // First: why it would be refused now may be what the same request did before.
    var acceptance =
        executions
            .earlier(request)
            .orElseGet(
                () ->
                    executions.accept(
                        new ExecutionRequest(
                            dataset.id(), call.principal().id(), trigger(call, dataset), request)));
    if (acceptance instanceof Accepted accepted) {
      var execution = accepted.execution();
      return ApiResponse.created(
          202, "/api/v1/executions/" + execution.id(), ExecutionView.of(execution, false));
    }
    if (acceptance instanceof Busy busy) {
      throw new ProblemException(
          Problem.of(
                  409,
                  "Execution %s of %s is still running; start again when it has finished"
                      .formatted(busy.runningExecution(), dataset.name()))
              .with("runningExecution", busy.runningExecution()));
    }
    if (acceptance instanceof SelectionChanged moved) {
      var chosen = SelectionParser.files(call.body());
      throw files.moved(dataset, chosen, moved.expected(), moved.found());
    }
    if (acceptance instanceof Reused) {
      throw IdempotencyKeys.reused();
    }
    throw new IllegalStateException("no answer to " + acceptance);
  }

  private ExecutionRequest.Trigger trigger(ApiRequest call, Dataset dataset) {
    var restore = call.body().path("restore").asText("");
    return restore.isEmpty()
        ? new SelectionTrigger(SelectionParser.files(call.body()))
        : restore(call, dataset, restore);
  }

  private RestoreTrigger restore(ApiRequest call, Dataset dataset, String id) {
    if (call.body().size() > 1) {
      throw new InvalidFieldsException(
          List.of(new FieldError("restore", "stands alone: it brings all files back")));
    }
    var old =
        executions
            .find(id)
            .filter(e -> e.datasetId().equals(dataset.id()))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound("execution " + id + " of " + dataset.name())));
    var refusal =
        old.committedAt() == null
            ? "published nothing that could be restored"
            : ExecutionView.isLive(old)
                ? "published what is live now"
                : executions.inTrash(List.of(id)).isEmpty()
                    ? "published content that has left the trash"
                    : null;
    if (refusal != null) {
      throw new ProblemException(Problem.of(409, "Execution " + id + " " + refusal));
    }
    return new RestoreTrigger(id);
  }

  ApiResponse read(ApiRequest call) {
    return ApiResponse.ok(shown(List.of(found(call))).get(0));
  }

  /** The execution that the path names, for those who may see its dataset. */
  Execution found(ApiRequest call) {
    var id = call.path().get("id");
    var found = executions.find(id).filter(e -> mayView(call, e));
    return found.orElseThrow(() -> new ProblemException(Problem.notFound("such execution")));
  }

  ApiResponse listOfDataset(ApiRequest call) {
    return page(call, Visible.ALL.only(datasetAccess.dataset(call, Action.VIEW).id()));
  }

  ApiResponse list(ApiRequest call) {
    var dataset = call.query("dataset");
    var visible = datasetAccess.visible(call);
    return page(
        call, dataset == null ? visible : visible.only(datasetAccess.dataset(call, dataset).id()));
  }

  private ApiResponse page(ApiRequest call, Visible visible) {
    var limit = call.limit();
    var page =
        executions.page(
            visible,
            call.query("status"),
            SelectionParser.span(call),
            call.query("after"),
            limit + 1);
    var shown = page.subList(0, Math.min(limit, page.size()));
    var next = page.size() > limit ? shown.get(limit - 1).id() : null;
    return ApiResponse.ok(Json.page("executions", shown(shown), null, next));
  }

  private boolean mayView(ApiRequest call, Execution execution) {
    return datasets
        .findById(execution.datasetId())
        .filter(dataset -> datasetAccess.mayView(call.principal(), dataset))
        .isPresent();
  }

  /** Executions with what the trash says of them. */
  List<ExecutionView> shown(List<Execution> some) {
    var retired =
        executions.inTrash(
            some.stream().filter(e -> e.retiredBy() != null).map(Execution::id).toList());
    return some.stream().map(e -> ExecutionView.of(e, retired.contains(e.id()))).toList();
  }
}
