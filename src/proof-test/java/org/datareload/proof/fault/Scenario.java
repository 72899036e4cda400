package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest.RestoreTrigger;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Status;
import org.datareload.landing.Selection;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** A run that is disturbed at every instant, on a dataset with content. */
abstract class Scenario {
  static final List<String> KINDS =
      List.of(
          "trigger file",
          "large files",
          "skip trash",
          "process files",
          "failure",
          "restore",
          "restore kept",
          "restore versions");

  final TestDataset dataset;
  final String text;
  final int before;
  private final int files;

  /**
   * @param number makes the content unique within the dataset
   * @param files the number of small files, at least two
   */
  Scenario(TestDataset dataset, int number, int files) {
    this.files = files;
    this.dataset = dataset;
    this.text = "content " + number;
    this.before = dataset.executions().size();
  }

  static Scenario of(
      String kind, TestDataset dataset, TestProcess process, int number, RunShape shape) {
    int files = shape.files();
    return switch (kind) {
      case "large files" -> new Large(dataset, number, files);
      case "process files" -> new Processed(dataset, process, number, files);
      case "failure" -> new FailingScenario(dataset, number, shape);
      case "restore", "restore kept", "restore versions" ->
          new Restored(dataset, process, number, files);
      default -> new Triggered(dataset, number, files);
    };
  }

  final void put() {
    expected().forEach(dataset::put);
  }

  /** The fault point of the process, with what users do meanwhile. */
  FaultPoint faults(FaultPoint process) {
    return process;
  }

  /** Waits for the end of what users began meanwhile. */
  void await() {}

  /** The name of a file that is uploaded after the disturbance. */
  String lateFile() {
    return text + ".csv";
  }

  /** Starts the run, or repeats the start if its outcome is unknown. */
  abstract void start(TestProcess process);

  /** Asserts the outcome of the run. */
  void check() {
    assertThat(dataset.executions()).hasSize(before + 1);
    var newest = dataset.newest();
    assertThat(newest.status()).as("status, %s", newest.reason()).isEqualTo(Status.COMPLETED);
    assertThat(dataset.content()).containsAllEntriesOf(expected());
  }

  Map<String, String> expected() {
    var expected = new TreeMap<String, String>();
    for (int i = 0; i < files; i++) {
      var name = (char) ('a' + i) + ".csv";
      expected.put(name, name + " " + text);
    }
    return expected;
  }

  static class Triggered extends Scenario {
    private final String event;

    Triggered(TestDataset dataset, int number, int files) {
      super(dataset, number, files);
      put();
      event = dataset.trigger();
    }

    @Override
    void start(TestProcess process) {
      process.send("direct:accept-notification", event);
    }
  }

  /** One file, copied in parts. */
  private static final class Large extends Triggered {
    private static final String TAIL = "x".repeat(1024 * 1024);

    Large(TestDataset dataset, int number, int files) {
      super(dataset, number, files);
    }

    @Override
    Map<String, String> expected() {
      return Map.of("a.csv", text + TAIL);
    }
  }

  private static final class Processed extends Scenario {
    private final int chosen;

    Processed(TestDataset dataset, TestProcess process, int number, int files) {
      super(dataset, number, files);
      put();
      for (var file : dataset.landed()) {
        process.send("direct:accept-notification", dataset.event(file.key()));
      }
      chosen = dataset.landed().size();
    }

    @Override
    void start(TestProcess process) {
      if (dataset.executions().size() == before) {
        var all = new Selection.All(List.of(), null, chosen);
        dataset.accept(process, new SelectionTrigger(all));
      }
    }
  }

  /** Restores what the live content replaced. */
  private static final class Restored extends Scenario {
    private final Map<String, String> content;

    Restored(TestDataset dataset, TestProcess process, int number, int files) {
      super(dataset, number, files);
      var live = dataset.dataset().liveExecution();
      var restored =
          dataset.executions().stream()
              .filter(e -> live.equals(e.retiredBy()))
              .map(Execution::id)
              .findFirst()
              .orElseThrow();
      content = dataset.replacedBy(live);
      dataset.accept(process, new RestoreTrigger(restored));
    }

    @Override
    void start(TestProcess process) {
      // Already requested; another request would be another execution.
    }

    @Override
    Map<String, String> expected() {
      return content;
    }
  }
}
