package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datareload.Edge;
import org.datareload.TestDataset;
import org.datareload.execution.Status;

/** Its second source is overwritten before the first one is copied. */
final class FailingScenario extends Scenario.Triggered {
  private final AtomicBoolean overwritten = new AtomicBoolean();
  private final Map<String, String> live;

  FailingScenario(TestDataset dataset, int number, int files) {
    super(dataset, number, files);
    live = dataset.content();
  }

  /** None is ever loaded here, so that others would pile up. */
  @Override
  String late() {
    return "late.csv";
  }

  @Override
  Edge world(Edge edge) {
    return new Edge() {
      @Override
      public CompletableFuture<Void> touch() {
        return edge.touch();
      }

      @Override
      public CompletableFuture<Void> begin() {
        return edge.begin();
      }

      @Override
      public CompletableFuture<Void> statement() {
        return edge.statement();
      }

      @Override
      public CompletableFuture<Void> before(String write) {
        return edge.before(write).thenCompose(go -> overwrite(write));
      }

      @Override
      public CompletableFuture<Void> after(String write) {
        return edge.after(write);
      }
    };
  }

  private CompletableFuture<Void> overwrite(String write) {
    if (!write.equals("CopyObject") || !overwritten.compareAndSet(false, true)) {
      return Edge.GO;
    }
    return CompletableFuture.runAsync(() -> dataset.put("b.csv", "newer than " + text));
  }

  @Override
  void check() {
    assertThat(dataset.executions()).hasSize(before + 1);
    assertThat(dataset.newest().status()).isEqualTo(Status.FAILED);
    assertThat(dataset.newest().reason().code()).isEqualTo("source_changed");
    assertThat(dataset.content()).isEqualTo(live);
  }
}
