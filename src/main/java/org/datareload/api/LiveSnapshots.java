package org.datareload.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
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
import org.datareload.security.Access;
import org.datareload.security.Principal;

/** What happens now, for those who watch: one look serves them all. */
public final class LiveSnapshots {
  private static final int MOST = 1_000;

  private final DatasetAccess datasetAccess;
  private final Datasets datasets;
  private final Executions executions;
  private State last;

  public LiveSnapshots(Access access, Datasets datasets, Executions executions) {
    this.datasetAccess = new DatasetAccess(datasets, access);
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.executions = requireNonNull(executions, "executions is null");
  }

  /**
   * Everything at one moment.
   *
   * @param version grows whenever something changed, also from one start of the program to the next
   * @param newest the last execution of each dataset: it tells of those that no look met running
   */
  public record State(
      long version,
      List<Dataset> datasets,
      Map<String, FileCounts> counts,
      List<Execution> running,
      Set<Execution> newest) {
    boolean isSame(State other) {
      return datasets.equals(other.datasets)
          && counts.equals(other.counts)
          && running.equals(other.running)
          && newest.equals(other.newest);
    }

    State as(long other) {
      return new State(other, datasets, counts, running, newest);
    }
  }

  private record Seen(
      String domain,
      String name,
      long generation,
      String liveExecution,
      String runningExecution,
      StatusCounts files,
      StatusCounts bytes) {}

  /** Looks at the database. Not for two threads at once. */
  public State look() {
    var all = datasets.page(Visible.ALL, null, MOST);
    var ids = all.stream().map(Dataset::id).toList();
    var now =
        new State(
            System.currentTimeMillis(),
            all,
            datasets.counts(ids),
            executions.running(MOST),
            Set.copyOf(executions.newest(ids)));
    if (last == null) {
      last = now;
    } else if (!now.isSame(last)) {
      last = now.as(Math.max(last.version() + 1, now.version()));
    }
    return last;
  }

  /**
   * The dataset that somebody wants to watch.
   *
   * @param name {@code domain/name}, or null for all
   * @return its id, or null for all
   * @throws ProblemException 404 where he may not see it
   */
  public String watched(ApiRequest call, String name) {
    return name == null ? null : datasetAccess.dataset(call, name).id();
  }

  /**
   * What one of those who watch gets to see, as JSON.
   *
   * @param datasetId the only dataset he wants, null for all
   */
  public String snapshot(State state, Principal principal, String datasetId) {
    var visible = new ArrayList<String>();
    var seen = new ArrayList<Seen>();
    for (var dataset : state.datasets()) {
      if ((datasetId == null || datasetId.equals(dataset.id()))
          && datasetAccess.mayView(principal, dataset)) {
        visible.add(dataset.id());
        seen.add(seen(state, dataset));
      }
    }
    var running =
        state.running().stream()
            .filter(e -> visible.contains(e.datasetId()))
            .map(e -> ExecutionView.of(e, false))
            .toList();
    return Json.text(
        Map.of(
            "version",
            state.version(),
            "at",
            Instant.now(),
            "datasets",
            seen,
            "executions",
            running));
  }

  private static Seen seen(State state, Dataset dataset) {
    var counts = state.counts().getOrDefault(dataset.id(), new FileCounts(Map.of()));
    var running =
        state.running().stream()
            .filter(e -> e.datasetId().equals(dataset.id()))
            .map(Execution::id)
            .findFirst();
    return new Seen(
        dataset.name().domain(),
        dataset.name().name(),
        dataset.generation(),
        dataset.liveExecution(),
        running.orElse(null),
        StatusCounts.of(counts, FileCount::files),
        StatusCounts.of(counts, FileCount::bytes));
  }
}
