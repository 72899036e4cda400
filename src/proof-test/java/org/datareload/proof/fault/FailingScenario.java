package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datareload.execution.Status;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.FaultPoint.Moment;
import org.datareload.testing.TestDataset;

/**
 * The second source is overwritten before the first one is copied. With versions the run loads what
 * was planned, and the newer bytes are pending; without them it fails.
 */
final class FailingScenario extends Scenario.Triggered {
  private final Map<String, String> live;
  private final boolean versions;
  private CompletableFuture<Void> overwritten;

  FailingScenario(TestDataset dataset, int number, RunShape shape) {
    super(dataset, number, shape.files());
    live = dataset.content();
    versions = shape.versions();
  }

  /** The same name each time without versions, since no file is ever loaded there. */
  @Override
  String lateFile() {
    return versions ? super.lateFile() : "late.csv";
  }

  @Override
  FaultPoint faults(FaultPoint process) {
    return (moment, write) ->
        process
            .at(moment, write)
            .thenCompose(
                go ->
                    moment == Moment.BEFORE && write.equals("CopyObject")
                        ? overwrite()
                        : FaultPoint.GO);
  }

  /** Overwrites the file once; each copy waits for it. */
  private synchronized CompletableFuture<Void> overwrite() {
    if (overwritten == null) {
      overwritten =
          CompletableFuture.runAsync(
              () -> dataset.put("b.csv", newer()), task -> new Thread(task, "uploader").start());
    }
    return overwritten;
  }

  @Override
  synchronized void await() {
    if (overwritten != null) {
      overwritten.join();
    }
  }

  private String newer() {
    return "newer than " + text;
  }

  @Override
  void check() {
    if (versions) {
      super.check();
      var landed = dataset.zones().text(dataset.zones().zones().landing(), key());
      assertThat(landed).isEqualTo(newer());
      return;
    }
    assertThat(dataset.executions()).hasSize(before + 1);
    assertThat(dataset.newest().status()).isEqualTo(Status.FAILED);
    assertThat(dataset.newest().reason().code()).isEqualTo("source_changed");
    assertThat(dataset.content()).isEqualTo(live);
  }

  private String key() {
    return dataset.folder() + "b.csv";
  }
}
