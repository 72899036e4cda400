package org.datareload.api;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.FileCounts;
import org.datareload.dataset.Visible;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.security.Principal;

/** The current state of all datasets, read once for all clients and filtered for each. */
public final class LiveSnapshots {
  private static final int MAX_DATASETS = 1_000;

  private final DatasetAccess datasetAccess;
  private final Datasets datasets;
  private final Executions executions;
  private State last;

  public LiveSnapshots(DatasetAccess datasetAccess, Datasets datasets, Executions executions) {
    this.datasetAccess = datasetAccess;
    this.datasets = datasets;
    this.executions = executions;
  }

  /**
   * The state at one moment.
   *
   * @param version grows with every change, also across restarts of the program
   * @param newest the last execution of each dataset, which also shows those that began and ended
   *     between two reads
   */
  public record State(
      long version,
      List<Dataset> datasets,
      Map<String, FileCounts> counts,
      List<Execution> running,
      Set<Execution> newest) {
    State withVersion(long other) {
      return new State(other, datasets, counts, running, newest);
    }
  }

  private record DatasetState(
      String domain,
      String name,
      long generation,
      String liveExecution,
      String runningExecution,
      StatusCounts files,
      StatusCounts bytes) {}

  private record Content(
      long version, Instant at, List<DatasetState> datasets, List<ExecutionView> executions) {}

  /**
   * What a client is sent of a state.
   *
   * @param isEmpty whether the principal may see no dataset
   */
  public record Snapshot(String json, boolean isEmpty) {}

  /** Reads the database. Not thread-safe. */
  public State read() {
    var all = datasets.page(Visible.ALL, null, MAX_DATASETS);
    var ids = all.stream().map(Dataset::id).toList();
    var now =
        new State(
            System.currentTimeMillis(),
            all,
            datasets.counts(ids),
            executions.running(MAX_DATASETS),
            Set.copyOf(executions.newest(ids)));
    if (last == null) {
      last = now;
    } else if (!now.withVersion(last.version()).equals(last)) {
      last = now.withVersion(Math.max(last.version() + 1, now.version()));
    }
    return last;
  }

  /**
   * The id of the only dataset that the request wants to follow, or null for all.
   *
   * @throws ProblemException 404 if the caller may not view it
   */
  public String datasetId(ApiRequest request) {
    var name = request.query("dataset");
    return name == null ? null : datasetAccess.requireVisible(request, name).id();
  }

  /**
   * What the principal may see of the state. It costs one query, and none for administrators.
   *
   * @param datasetId the only dataset to show, or null for all
   */
  public Snapshot snapshot(State state, Principal principal, String datasetId) {
    var may = datasetAccess.visible(principal);
    var ids =
        (may.equals(Visible.ALL) ? state.datasets() : datasets.page(may, null, MAX_DATASETS))
            .stream()
                .map(Dataset::id)
                .filter(id -> datasetId == null || datasetId.equals(id))
                .collect(toSet());
    var visible =
        state.datasets().stream()
            .filter(dataset -> ids.contains(dataset.id()))
            .map(dataset -> datasetState(state, dataset))
            .toList();
    var executions =
        state.running().stream()
            .filter(execution -> ids.contains(execution.datasetId()))
            .map(execution -> ExecutionView.of(execution, false))
            .toList();
    return new Snapshot(
        Json.text(new Content(state.version(), Instant.now(), visible, executions)),
        visible.isEmpty());
  }

  private static DatasetState datasetState(State state, Dataset dataset) {
    var counts = state.counts().getOrDefault(dataset.id(), new FileCounts(Map.of()));
    var running =
        state.running().stream()
            .filter(execution -> execution.datasetId().equals(dataset.id()))
            .map(Execution::id)
            .findFirst();
    return new DatasetState(
        dataset.name().domain(),
        dataset.name().name(),
        dataset.generation(),
        dataset.liveExecution(),
        running.orElse(null),
        StatusCounts.of(counts, FileCount::files),
        StatusCounts.of(counts, FileCount::bytes));
  }
}
