package org.datareload.proof.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.execution.Status;
import org.datareload.testing.TestDataset;

/** Rounds of work on all datasets, and their expected outcome whatever is killed. */
final class Rounds {
  enum Kind {
    /** Files and a trigger file. */
    LOAD,
    /** The same, but one of the files is overwritten while it is copied. */
    FAIL,
    /** Files, and Process Files over HTTP. */
    PROCESS,
    /** A restore of the earlier content, over HTTP. */
    RESTORE
  }

  /** The expected files of a dataset. */
  private static final class Content {
    Map<String, String> before = Map.of();
    Map<String, String> live = Map.of();
    Map<String, String> pending = new HashMap<>();

    void load() {
      before = live;
      live = pending;
      pending = new HashMap<>();
    }

    void restore() {
      var old = before;
      before = live;
      live = old;
    }
  }

  private final Cluster cluster;
  private final Api api;
  private final Map<TestDataset, Content> contents = new HashMap<>();
  private final Map<TestDataset, String> newest = new HashMap<>();
  private final Map<TestDataset, String> requests = new HashMap<>();
  private final List<Status> ended = new ArrayList<>();
  private Kind kind;
  private String round;
  private Overwriter overwriter;

  Rounds(Cluster cluster, Api api) {
    this.cluster = cluster;
    this.api = api;
    cluster.datasets.forEach(dataset -> contents.put(dataset, new Content()));
  }

  /** Prepares a round up to the work that can be interrupted. */
  void prepare(Kind kind, String round) {
    this.kind = kind;
    this.round = round;
    overwriter = new Overwriter(cluster, round);
    requests.clear();
    newest.clear();
    for (var dataset : datasets()) {
      var content = contents.get(dataset);
      newest.put(dataset, requireNonNull(newest(dataset), "no response"));
      if (kind == Kind.RESTORE) {
        requests.put(dataset, "{\"restore\": \"%s\"}".formatted(idBefore(dataset)));
        continue;
      }
      var files = cluster.files(dataset, round);
      content.pending.putAll(files);
      if (kind == Kind.PROCESS) {
        files.forEach(dataset::put);
        requests.put(
            dataset, "{\"all\": true, \"expected\": %d}".formatted(content.pending.size()));
      }
    }
    requests.keySet().forEach(this::awaitPending);
  }

  /** Begins the work with an interceptor before the store. */
  void begin(Interceptor interceptor) {
    cluster.intercept(kind == Kind.FAIL ? both(overwriter, interceptor) : interceptor);
    if (requests.isEmpty()) {
      cluster.upload(round);
    } else {
      requests.keySet().forEach(this::request);
    }
  }

  /** Asserts the invariants after a kill and removes the interceptor of the round. */
  void resume() {
    overwriter.exclusively(cluster::assertAlways);
    cluster.intercept(kind == Kind.FAIL ? overwriter : Interceptor.NONE);
  }

  private static Interceptor both(Interceptor first, Interceptor second) {
    return new Interceptor() {
      @Override
      public void before(Call call) {
        first.before(call);
        second.before(call);
      }

      @Override
      public void after(Call call) {
        first.after(call);
        second.after(call);
      }
    };
  }

  /** Repeats requests without an effect, as clients do, and waits for the end. */
  void awaitEnd() {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              requests.keySet().stream().filter(this::isMissing).forEach(this::request);
              return isOver();
            });
  }

  boolean isOver() {
    return datasets().stream().allMatch(d -> isBegun(d) && !last(d).equals("processing"))
        && !api.isProcessing();
  }

  /** Asserts the outcome of the round. */
  void check() {
    for (var dataset : datasets()) {
      var content = contents.get(dataset);
      var status = kind == Kind.FAIL ? Status.FAILED : Status.COMPLETED;
      assertThat(last(dataset)).isEqualTo(status.shown());
      ended.add(status);
      switch (kind) {
        case LOAD, PROCESS -> content.load();
        case RESTORE -> content.restore();
        case FAIL ->
            content.pending.computeIfPresent(
                round + "-c.csv", (name, dropped) -> Overwriter.content(dropped));
      }
      if (kind == Kind.FAIL) {
        assertThat(reason(dataset)).isEqualTo("source_changed");
      }
      Cluster.assertContent(dataset, content.live);
      awaitPending(dataset);
    }
  }

  /** The number of executions including those of this round. */
  int begun() {
    return ended.size() + datasets().size();
  }

  /** The final statuses of all executions. */
  List<Status> ended() {
    return ended;
  }

  /** The datasets of the round; the first one has no trash to restore from. */
  private List<TestDataset> datasets() {
    var all = cluster.datasets;
    return kind == Kind.RESTORE ? all.subList(1, all.size()) : all;
  }

  private void request(TestDataset dataset) {
    var status = api.post(path(dataset) + "/executions", requests.get(dataset));
    assertThat(status).as("response to %s, 0 for none", requests.get(dataset)).isIn(0, 202);
  }

  private boolean isBegun(TestDataset dataset) {
    var now = newest(dataset);
    return now != null && !now.equals(newest.get(dataset));
  }

  /** Whether the execution has yet to begin; false without a response. */
  private boolean isMissing(TestDataset dataset) {
    return newest.get(dataset).equals(newest(dataset));
  }

  /** Waits until exactly the files that were not loaded are pending, by number and bytes. */
  private void awaitPending(TestDataset dataset) {
    var pending = contents.get(dataset).pending.values();
    var bytes = pending.stream().mapToLong(String::length).sum();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                field(dataset, "files").path("pending").asLong(-1) == pending.size()
                    && field(dataset, "bytes").path("pending").asLong(-1) == bytes);
  }

  private String idBefore(TestDataset dataset) {
    return api.get(path(dataset) + "/executions?status=completed&limit=2")
        .map(page -> page.get("executions").get(1).get("id").textValue())
        .orElseThrow();
  }

  /** The id of the newest execution, "" if there is none, null without a response. */
  private String newest(TestDataset dataset) {
    return api.get(path(dataset))
        .map(d -> d.path("lastExecution").path("id").asText())
        .orElse(null);
  }

  private String last(TestDataset dataset) {
    return field(dataset, "lastExecution").path("status").asText("processing");
  }

  private String reason(TestDataset dataset) {
    var id = field(dataset, "lastExecution").path("id").asText();
    return api.get("/executions/" + id).orElseThrow().path("reasonCode").asText();
  }

  private JsonNode field(TestDataset dataset, String field) {
    return api.get(path(dataset)).map(d -> d.path(field)).orElse(MissingNode.getInstance());
  }

  private static String path(TestDataset dataset) {
    var prefix = dataset.prefix();
    return "/datasets/" + prefix.substring(0, prefix.length() - 1);
  }
}
