package org.datareload.api;

import java.util.List;
import java.util.Map;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.dataset.Visible;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Busy;
import org.datareload.execution.Acceptance.Reused;
import org.datareload.execution.Acceptance.SelectionChanged;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Executions;
import org.datareload.security.Action;
import org.datareload.transfer.FileCopies;
import org.datareload.transfer.FileCopy;

/**
 * Starts executions and shows them, with the files that they copied.
 *
 * @param lakeBucket the bucket of the data lake zone
 */
public record ExecutionResource(
    DatasetAccess datasetAccess,
    Executions executions,
    FileResource files,
    FileCopies copies,
    String lakeBucket)
    implements Resource {
  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "startExecution", this::start,
        "listDatasetExecutions", this::listOfDataset,
        "listExecutions", this::list,
        "readExecution", request -> ApiResponse.ok(view(require(request))),
        "listExecutionFiles", this::listCopies,
        "readReceipt", this::receipt);
  }

  private ApiResponse start(ApiRequest request) {
    var dataset = datasetAccess.require(request, Action.PROCESS);
    var key = IdempotencyKeys.key(request).orElse(null);
    // Before the checks: what they refuse now may be the effect of this very request's first try.
    var acceptance =
        executions
            .earlier(key)
            .orElseGet(
                () ->
                    executions.accept(
                        new ExecutionRequest(
                            dataset.id(),
                            request.principal().id(),
                            trigger(request, dataset),
                            key)));
    if (acceptance instanceof Accepted accepted) {
      var execution = accepted.execution();
      return ApiResponse.created(
          202, "/api/v1/executions/" + execution.id(), ExecutionView.of(execution, false));
    }
    if (acceptance instanceof Busy busy) {
      throw new ProblemException(
          Problem.of(
                  409,
                  "Execution %s of %s is still running; try again when it has finished"
                      .formatted(busy.runningExecution(), dataset.name()))
              .with("runningExecution", busy.runningExecution()));
    }
    if (acceptance instanceof SelectionChanged changed) {
      var selection = SelectionParser.files(request.body());
      throw files.selectionChanged(dataset, selection, changed.expected(), changed.found());
    }
    if (acceptance instanceof Reused) {
      throw IdempotencyKeys.reused();
    }
    throw new IllegalStateException("unexpected " + acceptance);
  }

  private ExecutionRequest.Trigger trigger(ApiRequest request, Dataset dataset) {
    var restore = request.body().path("restore").asText("");
    return restore.isEmpty()
        ? new SelectionTrigger(SelectionParser.files(request.body()))
        : restore(request, dataset, restore);
  }

  private RestoreTrigger restore(ApiRequest request, Dataset dataset, String id) {
    if (request.body().size() > 1) {
      throw new InvalidFieldsException(
          List.of(new FieldError("restore", "cannot be combined with other fields")));
    }
    var old =
        executions
            .find(id)
            .filter(e -> e.datasetId().equals(dataset.id()))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.notFound("Execution " + id + " of " + dataset.name())));
    var refusal =
        old.committedAt() == null
            ? "it published nothing"
            : ExecutionView.isLive(old)
                ? "its content is live"
                : executions.restorable(List.of(id)).isEmpty()
                    ? executions
                        .restoredInPlaceBy(id)
                        .map(
                            by ->
                                "execution "
                                    + by
                                    + " has restored its content, which is now its own")
                        .orElse("its content is no longer kept")
                    : null;
    if (refusal != null) {
      throw new ProblemException(
          Problem.of(409, "Execution " + id + " cannot be restored: " + refusal));
    }
    return new RestoreTrigger(id);
  }

  private Execution require(ApiRequest request) {
    return new Permits(datasetAccess, executions).execution(request.principal(), request.path());
  }

  private ApiResponse listOfDataset(ApiRequest request) {
    return page(request, Visible.ALL.only(datasetAccess.require(request, Action.VIEW).id()));
  }

  private ApiResponse list(ApiRequest request) {
    var dataset = request.query("dataset");
    var visible = datasetAccess.visible(request);
    return page(
        request,
        dataset == null
            ? visible
            : visible.only(datasetAccess.requireVisible(request, dataset).id()));
  }

  private ApiResponse page(ApiRequest request, Visible visible) {
    var accepted = SelectionParser.timeRange(request);
    var page =
        Page.read(
            request,
            limit ->
                executions.page(
                    visible, request.query("status"), accepted, request.query("after"), limit),
            Execution::id);
    return new Page<>(views(page.entries()), page.next()).toResponse("executions");
  }

  private ApiResponse listCopies(ApiRequest request) {
    var execution = requireWithCopies(request);
    return Page.read(
            request,
            limit -> copies.page(execution.id(), request.number("after", 0), limit),
            FileCopy::seq)
        .map(CopyView::of)
        .toResponse("files", execution.planned().files());
  }

  private Execution requireWithCopies(ApiRequest request) {
    var execution = require(request);
    if (!copies.areKept(execution.id())) {
      throw new ProblemException(
          Problem.of(
              410,
              "The list of the files of execution %s is deleted, since it is older than"
                      .formatted(execution.id())
                  + " reload.history.keep-days"
                  + (execution.committedAt() == null
                      ? ""
                      : "; its receipt, where it was kept, is _receipts/%s/%s.csv in the data lake zone"
                          .formatted(execution.dataset(), execution.id()))));
    }
    return execution;
  }

  private ApiResponse receipt(ApiRequest request) {
    var execution = requireWithCopies(request);
    var format = request.query("format");
    var isCsv =
        format == null
            ? request.headers().getOrDefault("accept", "").contains("text/csv")
            : format.equals("csv");
    var receipts = new Receipts(copies, lakeBucket, () -> requireWithCopies(request));
    return isCsv ? receipts.csv(execution.id()) : receipts.json(view(execution));
  }

  private ExecutionView view(Execution execution) {
    return views(List.of(execution)).get(0);
  }

  private List<ExecutionView> views(List<Execution> some) {
    var restorable =
        executions.restorable(
            some.stream().filter(e -> e.retiredBy() != null).map(Execution::id).toList());
    return some.stream().map(e -> ExecutionView.of(e, restorable.contains(e.id()))).toList();
  }
}
