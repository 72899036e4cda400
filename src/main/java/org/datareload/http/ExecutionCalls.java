package org.datareload.http;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.datareload.access.Action;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FieldError;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.dataset.Visible;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Busy;
import org.datareload.execution.Acceptance.Moved;
import org.datareload.execution.Acceptance.Reused;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.execution.NewExecution;
import org.datareload.execution.NewExecution.ProcessFiles;
import org.datareload.execution.NewExecution.Restore;

/** Starts executions and shows them. */
final class ExecutionCalls {
  private final Permits permits;
  private final Datasets datasets;
  private final Executions executions;
  private final FileCalls files;

  ExecutionCalls(Permits permits, Datasets datasets, Executions executions, FileCalls files) {
    this.permits = requireNonNull(permits, "permits is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.executions = requireNonNull(executions, "executions is null");
    this.files = requireNonNull(files, "files is null");
  }

  Answer start(Call call) {
    var dataset = permits.dataset(call, Action.PROCESS);
    var request = Repetitions.request(call).orElse(null);
    // First: why it would be refused now may be what the same request did before.
    var acceptance =
        executions
            .before(request)
            .orElseGet(
                () ->
                    executions.accept(
                        new NewExecution(
                            dataset.id(), call.principal().id(), trigger(call, dataset), request)));
    if (acceptance instanceof Accepted accepted) {
      var execution = accepted.execution();
      return Answer.created(
          202, "/api/v1/executions/" + execution.id(), ShownExecution.of(execution, false));
    }
    if (acceptance instanceof Busy busy) {
      throw new ProblemException(
          Problem.of(
                  409,
                  "Execution %s of %s is still running; start again when it has finished"
                      .formatted(busy.runningExecution(), dataset.name()))
              .with("runningExecution", busy.runningExecution()));
    }
    if (acceptance instanceof Moved moved) {
      var chosen = Wishes.files(call.body());
      throw files.moved(dataset, chosen, moved.expected(), moved.found());
    }
    if (acceptance instanceof Reused) {
      throw Repetitions.reused();
    }
    throw new IllegalStateException("no answer to " + acceptance);
  }

  private NewExecution.Trigger trigger(Call call, Dataset dataset) {
    var restore = call.body().path("restore").asText("");
    return restore.isEmpty()
        ? new ProcessFiles(Wishes.files(call.body()))
        : restore(call, dataset, restore);
  }

  private Restore restore(Call call, Dataset dataset, String id) {
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
            : ShownExecution.isLive(old)
                ? "published what is live now"
                : executions.inTrash(List.of(id)).isEmpty()
                    ? "published content that has left the trash"
                    : null;
    if (refusal != null) {
      throw new ProblemException(Problem.of(409, "Execution " + id + " " + refusal));
    }
    return new Restore(id);
  }

  Answer read(Call call) {
    return Answer.ok(shown(List.of(found(call))).get(0));
  }

  /** The execution that the path names, for those who may see its dataset. */
  Execution found(Call call) {
    var id = call.path().get("id");
    var found = executions.find(id).filter(e -> mayView(call, e));
    return found.orElseThrow(() -> new ProblemException(Problem.notFound("such execution")));
  }

  Answer listOfDataset(Call call) {
    return page(call, Visible.ALL.only(permits.dataset(call, Action.VIEW).id()));
  }

  Answer list(Call call) {
    var dataset = call.query("dataset");
    var visible = permits.visible(call);
    return page(
        call, dataset == null ? visible : visible.only(permits.dataset(call, dataset).id()));
  }

  private Answer page(Call call, Visible visible) {
    var limit = call.limit();
    var page =
        executions.page(
            visible, call.query("status"), Wishes.span(call), call.query("after"), limit + 1);
    var shown = page.subList(0, Math.min(limit, page.size()));
    var next = page.size() > limit ? shown.get(limit - 1).id() : null;
    return Answer.ok(Json.page("executions", shown(shown), null, next));
  }

  private boolean mayView(Call call, Execution execution) {
    return datasets
        .findById(execution.datasetId())
        .filter(dataset -> permits.mayView(call.principal(), dataset))
        .isPresent();
  }

  /** Executions with what the trash says of them. */
  List<ShownExecution> shown(List<Execution> some) {
    var retired =
        executions.inTrash(
            some.stream().filter(e -> e.retiredBy() != null).map(Execution::id).toList());
    return some.stream().map(e -> ShownExecution.of(e, retired.contains(e.id()))).toList();
  }
}
