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

/** Rounds of work on all datasets at once, and what has to come of them, whoever is killed. */
final class Rounds {
  enum Kind {
    /** Files and a trigger file. */
    LOAD,
    /** The same, but one of the files is overwritten while it is copied. */
    FAIL,
    /** Files, and Process Files over HTTP. */
    PROCESS,
    /** The content before comes back, over HTTP. */
    RESTORE
  }

  /** What a dataset has to hold. */
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

  private final Cluster scene;
  private final Api api;
  private final Map<TestDataset, Content> contents = new HashMap<>();
  private final Map<TestDataset, String> newest = new HashMap<>();
  private final Map<TestDataset, String> wishes = new HashMap<>();
  private final List<Status> ended = new ArrayList<>();
  private Kind kind;
  private String round;
  private Overwriter overwriter;

  Rounds(Cluster scene, Api api) {
    this.scene = scene;
    this.api = api;
    scene.datasets.forEach(dataset -> contents.put(dataset, new Content()));
  }

  /** All that goes before the work that can be broken off. */
  void prepare(Kind kind, String round) {
    this.kind = kind;
    this.round = round;
    overwriter = new Overwriter(scene, round);
    wishes.clear();
    newest.clear();
    for (var dataset : datasets()) {
      var content = contents.get(dataset);
      newest.put(dataset, requireNonNull(newest(dataset), "no answer"));
      if (kind == Kind.RESTORE) {
        wishes.put(dataset, "{\"restore\": \"%s\"}".formatted(idBefore(dataset)));
        continue;
      }
      var files = scene.files(dataset, round);
      content.pending.putAll(files);
      if (kind == Kind.PROCESS) {
        files.forEach(dataset::put);
        wishes.put(dataset, "{\"all\": true, \"expected\": %d}".formatted(content.pending.size()));
      }
    }
    wishes.keySet().forEach(this::awaitPending);
  }

  /** Lets the work begin, under the eyes of the interceptor. */
  void begin(Interceptor eyes) {
    scene.intercept(kind == Kind.FAIL ? both(overwriter, eyes) : eyes);
    if (wishes.isEmpty()) {
      scene.dropFiles(round);
    } else {
      wishes.keySet().forEach(this::wish);
    }
  }

  /** What was killed does not write any more, and nobody watches what comes next. */
  void goOn() {
    overwriter.meanwhile(scene::assertAlways);
    scene.intercept(kind == Kind.FAIL ? overwriter : Interceptor.NONE);
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

  /** Sees to it that all was begun, as people do who got no answer, and waits for the end. */
  void awaitEnd() {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              wishes.keySet().stream().filter(this::isToBegin).forEach(this::wish);
              return isOver();
            });
  }

  boolean isOver() {
    return datasets().stream().allMatch(d -> isBegun(d) && !last(d).equals("processing"))
        && !api.isProcessing();
  }

  /** What the round had to bring about, and nothing else. */
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

  /** How many executions there are with those of this round. */
  int begun() {
    return ended.size() + datasets().size();
  }

  /** How each execution of all rounds ended. */
  List<Status> ended() {
    return ended;
  }

  /** The first one has no trash from which its content could come back. */
  private List<TestDataset> datasets() {
    var all = scene.datasets;
    return kind == Kind.RESTORE ? all.subList(1, all.size()) : all;
  }

  private void wish(TestDataset dataset) {
    var status = api.post(path(dataset) + "/executions", wishes.get(dataset));
    assertThat(status).as("answer to %s, 0 for none", wishes.get(dataset)).isIn(0, 202);
  }

  private boolean isBegun(TestDataset dataset) {
    var now = newest(dataset);
    return now != null && !now.equals(newest.get(dataset));
  }

  /** False also where nobody answers. */
  private boolean isToBegin(TestDataset dataset) {
    return newest.get(dataset).equals(newest(dataset));
  }

  /** Waits until just the files that nobody loaded are pending, as large as they are. */
  private void awaitPending(TestDataset dataset) {
    var pending = contents.get(dataset).pending.values();
    var bytes = pending.stream().mapToLong(String::length).sum();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                shown(dataset, "files").path("pending").asLong(-1) == pending.size()
                    && shown(dataset, "bytes").path("pending").asLong(-1) == bytes);
  }

  private String idBefore(TestDataset dataset) {
    return api.get(path(dataset) + "/executions?status=completed&limit=2")
        .map(page -> page.get("executions").get(1).get("id").textValue())
        .orElseThrow();
  }

  /** The newest execution, "" where there is none, or null where there is no answer. */
  private String newest(TestDataset dataset) {
    return api.get(path(dataset))
        .map(d -> d.path("lastExecution").path("id").asText())
        .orElse(null);
  }

  private String last(TestDataset dataset) {
    return shown(dataset, "lastExecution").path("status").asText("processing");
  }

  private String reason(TestDataset dataset) {
    var id = shown(dataset, "lastExecution").path("id").asText();
    return api.get("/executions/" + id).orElseThrow().path("reasonCode").asText();
  }

  private JsonNode shown(TestDataset dataset, String field) {
    return api.get(path(dataset)).map(d -> d.path(field)).orElse(MissingNode.getInstance());
  }

  private static String path(TestDataset dataset) {
    var prefix = dataset.prefix();
    return "/datasets/" + prefix.substring(0, prefix.length() - 1);
  }
}
