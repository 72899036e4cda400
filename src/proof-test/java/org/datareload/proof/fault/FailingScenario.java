package org.datareload.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.datareload.execution.Status;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.PassingFaultPoint;
import org.datareload.testing.TestDataset;

/**
 * Its second source is overwritten before the first one is copied. Versions keep what is
 * overwritten: there the run loads what was planned, and the newer bytes are pending.
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

  /** Where none is ever loaded, others would pile up. */
  @Override
  String late() {
    return versions ? super.late() : "late.csv";
  }

  @Override
  FaultPoint world(FaultPoint edge) {
    return new PassingFaultPoint() {
      @Override
      protected FaultPoint next() {
        return edge;
      }

      @Override
      public CompletableFuture<Void> before(String write) {
        return super.before(write)
            .thenCompose(go -> write.equals("CopyObject") ? overwrite() : FaultPoint.GO);
      }
    };
  }

  /** Each copy waits for it, however many are under way. */
  private synchronized CompletableFuture<Void> overwrite() {
    if (overwritten == null) {
      overwritten =
          CompletableFuture.runAsync(
              () -> dataset.put("b.csv", newer()), task -> new Thread(task, "owner").start());
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
