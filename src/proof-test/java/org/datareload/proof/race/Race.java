package org.datareload.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.datareload.execution.Acceptance;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Status;
import org.datareload.landing.Deletion;
import org.datareload.landing.Selection;
import org.datareload.proof.race.RacesTest.Contestant;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** One race on a dataset with four pending files. */
final class Race {
  private static final Set<String> EXPECTED_REASONS =
      Set.of("no_data_files", "already_live", "not_in_trash");
  private final TestDataset dataset;
  private final Set<String> before;
  private final List<String> earlier;
  private final boolean drivenAtOnce;
  private final Map<Integer, String> triggers = new HashMap<>();
  private final Queue<Acceptance> decisions = new ConcurrentLinkedQueue<>();
  private final Set<String> deleted = new HashSet<>();
  private boolean deletes;
  private boolean restores;

  /**
   * @param drivenAtOnce whether executions are driven while other requests still arrive
   */
  Race(TestDataset dataset, List<Execution> before, boolean drivenAtOnce) {
    this.dataset = dataset;
    this.before = before.stream().map(Execution::id).collect(Collectors.toSet());
    this.earlier =
        before.stream().filter(e -> e.status() == Status.COMPLETED).map(Execution::id).toList();
    this.drivenAtOnce = drivenAtOnce;
  }

  boolean drivenAtOnce() {
    return drivenAtOnce;
  }

  String folder(int number) {
    return RacesTest.folders(dataset).toList().get(number);
  }

  private void decided(Acceptance acceptance) {
    decisions.add(acceptance);
  }

  /** A contestant of one of seven kinds; those of one trigger file send the same event. */
  Contestant contestant(int kind, int number) {
    var rows = pending();
    switch (kind) {
      case 0, 1, 2 -> {
        var event =
            triggers.computeIfAbsent(
                kind % 2, folder -> dataset.triggerIn(folder(folder), "race " + number));
        return process ->
            assertThat(process.send("direct:accept-notification", event)).as("%s", event).isNull();
      }
      case 3 -> {
        var some = new Selection.Ids(List.of(rows.get("f0.csv"), rows.get("f2.csv")));
        return process -> decided(dataset.accept(process, new SelectionTrigger(some)));
      }
      case 4 -> {
        var all = new Selection.All(List.of(), null, rows.size());
        return process -> decided(dataset.accept(process, new SelectionTrigger(all)));
      }
      case 5 -> {
        restores = !earlier.isEmpty();
        return process -> {
          if (restores) {
            var content = earlier.get(number % earlier.size());
            decided(dataset.accept(process, new RestoreTrigger(content)));
          }
        };
      }
      default -> {
        deletes = true;
        var some = List.of(rows.get("f0.csv"), rows.get("f1.csv"));
        return process -> delete(process, some);
      }
    }
  }

  private void delete(TestProcess process, List<String> ids) {
    var deletion = process.deletions().delete(dataset.dataset(), new Selection.Ids(ids), "bob");
    if (deletion instanceof Deletion.Done done) {
      assertThat(done.failed()).isEmpty();
      synchronized (deleted) {
        deleted.addAll(Set.of("f0.csv", "f1.csv"));
      }
    }
  }

  private Map<String, String> pending() {
    var rows = new HashMap<String, String>();
    for (var row :
        dataset.rows(
            "SELECT id || ' ' || name FROM file WHERE dataset_id = ? AND status = 'pending'",
            dataset.dataset().id())) {
      rows.put(row.split(" ")[1], row.split(" ")[0]);
    }
    return rows;
  }

  private List<Execution> executions() {
    return dataset.executions().stream().filter(e -> !before.contains(e.id())).toList();
  }

  /** Before any is driven: one execution holds the dataset, all others were rejected. */
  void checkDecisions() {
    var active = executions().stream().filter(e -> !e.status().isOver()).toList();
    var requests = triggers.size() + decisions.size();
    if (!triggers.isEmpty() || restores || (requests > 0 && !deletes)) {
      assertThat(active).hasSize(1);
    } else {
      assertThat(active).hasSizeLessThanOrEqualTo(1);
    }
    var accepted = decisions.stream().filter(Acceptance.Accepted.class::isInstance).count();
    var rejected = executions().size() - active.size();
    // On a slow machine, a drop is older than the execution that is accepted before it, and waits.
    var waiting = waiting();
    assertThat(accepted + triggers.size() - rejected - waiting).isEqualTo(active.size());
    assertThat(executions()).filteredOn(e -> e.status() == Status.REJECTED).hasSize(rejected);
    // One request won; each of the others got a rejection.
    assertThat(accepted + triggers.size() - rejected - waiting)
        .as("winners")
        .isLessThanOrEqualTo(1);
    assertThat(decisions)
        .allMatch(
            decision ->
                decision instanceof Acceptance.Accepted
                    || decision instanceof Acceptance.Busy
                    || decision instanceof Acceptance.SelectionChanged);
    for (var execution : executions()) {
      if (execution.status() == Status.REJECTED) {
        assertThat(execution.reason().code()).isEqualTo("busy");
        assertThat(execution.fence()).as("processes that drove it").isZero();
      }
    }
    if (!deletes) {
      assertThat(decisions).noneMatch(Acceptance.SelectionChanged.class::isInstance);
    }
  }

  int waiting() {
    return dataset
        .rows("SELECT object_key FROM waiting_trigger WHERE dataset_id = ?", dataset.dataset().id())
        .size();
  }

  /** Once nothing runs: each request has one outcome, each file is in one place. */
  void checkEnd() {
    var executions = executions();
    var accepted = decisions.stream().filter(Acceptance.Accepted.class::isInstance).count();
    assertThat(executions).hasSize((int) accepted + triggers.size());
    requireSequence(executions);
    var ids = executions.stream().map(Execution::id).toList();
    assertThat(mailed()).containsExactlyInAnyOrderElementsOf(ids);
    var loaded = new HashSet<String>();
    for (var execution : executions) {
      assertThat(execution.status()).isIn(Status.COMPLETED, Status.FAILED, Status.REJECTED);
      if (execution.status() == Status.FAILED) {
        assertThat(EXPECTED_REASONS).as("%s", execution).contains(execution.reason().code());
      } else if (execution.restores() == null && execution.status() == Status.COMPLETED) {
        for (var key :
            dataset.rows(
                "SELECT source_key FROM file_copy WHERE execution_id = ?", execution.id())) {
          assertThat(loaded.add(name(key))).as("%s is loaded once", key).isTrue();
        }
      }
    }
    var landed = dataset.landed().stream().map(o -> name(o.key())).collect(Collectors.toSet());
    for (var file : List.of("f0.csv", "f1.csv", "f2.csv", "f3.csv")) {
      var places = (landed.contains(file) ? 1 : 0) + (loaded.contains(file) ? 1 : 0);
      assertThat(places + (deleted.contains(file) ? 1 : 0))
          .as("%s landed %s loaded %s deleted %s", file, landed, loaded, deleted)
          .isEqualTo(1);
    }
  }

  /** No two executions ran at the same time, by the database's clock. */
  private static void requireSequence(List<Execution> executions) {
    var driven =
        executions.stream()
            .filter(e -> e.startedAt() != null)
            .sorted(Comparator.comparing(Execution::startedAt))
            .toList();
    for (int i = 1; i < driven.size(); i++) {
      assertThat(driven.get(i).startedAt())
          .as("start of %s", driven.get(i))
          .isAfterOrEqualTo(driven.get(i - 1).finishedAt());
    }
    assertThat(executions)
        .filteredOn(e -> e.startedAt() == null)
        .allMatch(e -> e.status() == Status.REJECTED);
  }

  private List<String> mailed() {
    return dataset
        .rows("SELECT execution_id FROM mail WHERE dataset_id = ?", dataset.dataset().id())
        .stream()
        .filter(id -> !before.contains(id))
        .toList();
  }

  /** Deletes what is still pending. */
  void clear(TestProcess process) {
    var left = List.copyOf(pending().values());
    if (!left.isEmpty()) {
      process.deletions().delete(dataset.dataset(), new Selection.Ids(left), "ann");
    }
    assertThat(dataset.landed()).isEmpty();
    dataset.uploads().forEach(upload -> dataset.giveUp(upload.key(), upload.etag()));
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
