package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.datareload.api.ContractText.Operation;
import org.datareload.api.TestServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datasets, files, executions and deletions over HTTP. */
class DatasetsOverHttpTest {
  private static final ContractText CONTRACT = new ContractText();
  private static final Operation CHANGE =
      CONTRACT.operations().stream()
          .filter(operation -> operation.id().equals("changeDataset"))
          .findFirst()
          .orElseThrow();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void processesASelectedFile() {
    var made = server.createDataset("sales", "orders");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.headers()).containsEntry("location", "/api/v1/datasets/sales/orders");
    assertThat(made.headers()).containsEntry("cache-control", "no-store");
    assertThat(made.json().path("landingPath").asText()).isEqualTo("s3://landing/sales/orders/");
    assertThat(made.json().path("lastExecution").isNull()).isTrue();
    server.land("sales/orders", "a.csv", "1");
    server.land("sales/orders", "b.csv", "22");

    var files = server.get("/api/v1/datasets/sales/orders/files?status=pending").json();
    assertThat(files.path("total").asInt()).as(files.toString()).isEqualTo(2);
    var id = files.path("files").path(0).path("id").asText();
    var path = "/api/v1/datasets/sales/orders";
    var preview = server.post(path + "/previews", "{\"files\":[\"" + id + "\"]}");
    assertThat(preview.json().at("/adds/files").asInt()).as(preview.text()).isEqualTo(1);

    var started = server.post(path + "/executions", "{\"files\":[\"" + id + "\"]}");
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    var execution = started.headers().get("location");
    assertThat(server.awaitEnd(started.json().path("id").asText()).path("status").asText())
        .isEqualTo("completed");
    var receipt = server.get(execution + "/receipt?format=csv");
    assertThat(receipt.text()).contains("a.csv");
    assertThat(server.get(execution + "/receipt").json().path("files")).hasSize(1);
    var dataset = server.get(path).json();
    assertThat(dataset.at("/files/completed").asInt()).isEqualTo(1);
    assertThat(dataset.at("/live/files").asInt()).isEqualTo(1);
    assertThat(execution).endsWith(dataset.at("/lastExecution/id").asText());
    assertThat(dataset.at("/lastExecution/status").asText()).isEqualTo("completed");
    assertThat(dataset.at("/lastExecution/finishedAt").isTextual()).isTrue();
    var span = "?dataset=sales/orders&from=2020-01-01T00:00:00Z&to=";
    var all = server.get("/api/v1/executions" + span + "9000-01-01T00:00:00Z");
    assertThat(all.json().path("executions")).as(all.text()).hasSize(1);
    var none = server.get("/api/v1/executions" + span + "2021-01-01T00:00:00.5Z");
    assertThat(none.json().path("executions")).as(none.text()).isEmpty();

    var deleted = server.post(path + "/deletions", "{\"all\":true,\"except\":[],\"expected\":1}");
    assertThat(deleted.json().path("deleted").asInt()).as(deleted.text()).isEqualTo(1);
    assertThat(server.get(path).json().at("/files/deleted").asInt()).isEqualTo(1);
  }

  @Test
  void namesEveryInvalidField() {
    var reply =
        server.post(
            "/api/v1/datasets",
            "{\"domain\":\"a\",\"name\":\"b!\",\"updateMethod\":\"x\",\"notify\":[\"no\"],\"y\":1}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.json().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("domain", "name", "fileType", "updateMethod", "notify", "y");
  }

  @Test
  void saysWhatIsTooLongOrTooFew() {
    var reply =
        server.post(
            "/api/v1/datasets",
            "{\"domain\":\"sales\",\"name\":\"long\",\"fileType\":\"csv\",\"updateMethod\":\"reload\","
                + "\"description\":\"%s\",\"notify\":[]}".formatted("x".repeat(2001)));
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.json().path("errors").findValuesAsText("message"))
        .containsExactlyInAnyOrder(
            "description is too long: it has 2001 characters of at most 2000",
            "notify has too few entries: 0, and needs 1");
  }

  @Test
  void settlesAndIsReadAsItsSettingsSay() {
    var made = server.createDataset("sales", "settings").json();
    assertThat(made.path("settle").isNull()).isTrue();
    assertThat(made.path("readers").asText()).isEqualTo("listing");

    var changed = change("settings", "{\"settle\":\"120s\",\"readers\":\"manifest\"}");
    assertThat(changed.json().path("settle").asText()).as(changed.text()).isEqualTo("2m");
    assertThat(changed.json().path("readers").asText()).isEqualTo("manifest");

    assertThat(change("settings", "{\"settle\":\"0s\"}").json().path("settle").asText())
        .isEqualTo("0s");
    var reset = change("settings", "{\"settle\":null}");
    assertThat(reset.json().path("settle").isNull()).as(reset.text()).isTrue();
    assertThat(reset.json().path("readers").asText()).isEqualTo("manifest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"settle\":\"soon\"}       | settle",
        "{\"settle\":5}              | settle",
        "{\"settle\":\"61m\"}        | settle must be from 0s to 1h, not 61m",
        "{\"readers\":\"spark\"}     | readers",
        "{\"readers\":null}          | readers"
      })
  void namesTheSettingThatIsInvalid(String body, String sentence) {
    server.createDataset("sales", "wrong");

    var reply = change("wrong", body);

    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.json().path("errors")).hasSize(1);
    assertThat(reply.json().at("/errors/0/message").asText()).startsWith(sentence);
    assertThat(CONTRACT.violation(CHANGE, reply)).isEmpty();
  }

  @Test
  void lettingReadersListLetsReplacedContentGo() {
    server.createDataset("sales", "switched");
    change("switched", "{\"readers\":\"manifest\"}");
    for (var name : List.of("old.csv", "new.csv")) {
      server.land("sales/switched", name, name);
      server.process("sales/switched", "{\"all\":true,\"expected\":1}");
    }
    var reload = server.program().reload();
    assertThat(reload.leases.claimCleanup()).isNull();

    change("switched", "{\"readers\":\"listing\"}");

    var run = reload.leases.claimCleanup();
    assertThat(run.dataset().name()).hasToString("sales/switched");
    reload.leases.release(run);
  }

  @Test
  void saysWhatBecomesOfReplacedContent() {
    server.createDataset("sales", "replaced");
    assertThat(server.get("/api/v1/datasets/sales/replaced").json().path("replaced").asText())
        .isEqualTo("trash");

    assertReplaced("{\"replaced\":\"keep\"}", "keep");
    assertReplaced("{\"skipTrash\":false}", "keep");
    assertReplaced("{\"description\":\"new\"}", "keep");
    assertReplaced("{\"skipTrash\":true}", "delete");
    assertReplaced("{\"skipTrash\":true,\"replaced\":\"delete\"}", "delete");
    assertReplaced("{\"skipTrash\":false}", "trash");
    assertReplaced("{\"skipTrash\":false,\"replaced\":\"keep\"}", "keep");

    var refused = change("replaced", "{\"skipTrash\":true,\"replaced\":\"keep\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("skipTrash");
    assertThat(change("replaced", "{\"replaced\":\"burn\"}").status()).isEqualTo(422);
    assertReplaced("{}", "keep");
  }

  private static void assertReplaced(String change, String replaced) {
    var changed = change("replaced", change);
    assertThat(changed.status()).as("%s", changed).isEqualTo(200);
    assertThat(changed.json().path("replaced").asText()).isEqualTo(replaced);
    assertThat(changed.json().path("skipTrash").asBoolean()).isEqualTo(replaced.equals("delete"));
  }

  private static Reply change(String dataset, String body) {
    var path = "/api/v1/datasets/sales/" + dataset;
    return server.send("PATCH", path, body, Map.of("Content-Type", "application/json"));
  }

  @Test
  void refusesInvalidTimeRanges() {
    for (var wrong :
        List.of("from=yesterday", "to=2026-13-01T00:00:00Z", "from=2026-01-01T00:00:00%2B01:00")) {
      var reply = server.get("/api/v1/executions?" + wrong);
      assertThat(reply.status()).as(wrong + reply.text()).isEqualTo(422);
      assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo(wrong.split("=")[0]);
    }
    var reversed = "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z";
    assertThat(server.get("/api/v1/executions?" + reversed).status()).isEqualTo(422);
  }

  @Test
  void isDeletedByOneOfManyConcurrentRequests() throws Exception {
    server.createDataset("sales", "left");
    server.land("sales/left", "a.csv", "1");
    var path = "/api/v1/datasets/sales/left";
    var pool = Executors.newFixedThreadPool(8);
    try {
      var statuses = new ArrayList<Integer>();
      Callable<Integer> delete =
          () -> server.send("DELETE", path + "?purge=true", null, Map.of()).status();
      for (var status : pool.invokeAll(Collections.nCopies(8, delete))) {
        statuses.add(status.get());
      }
      assertThat(statuses).containsOnlyOnce(204).containsOnly(204, 404);
    } finally {
      pool.shutdownNow();
    }
  }
}
