package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.datareload.api.ContractText.Operation;
import org.datareload.api.TestServer.Reply;
import org.datareload.server.LiveClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests while the database is unavailable, and after it is back. */
class DatabaseOutageTest {
  private static final ContractText CONTRACT = new ContractText();
  private static final String ALL = "{\"all\":true,\"expected\":1}";
  private static final String IDS = "{\"ids\":[\"01ARZ3NDEKTSV4RRFFQ69G5FAV\"]}";
  private static final String EVENT =
      TestServer.event("sales/orders/upload_date=1700000000/ana/csv/x.csv");
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(
              "createDataset",
              """
              {"domain":"sales","name":"new","fileType":"csv","updateMethod":"reload",
               "notify":["ana@example.com"]}
              """),
          Map.entry("changeDataset", "{\"description\":\"new\"}"),
          Map.entry("deleteFiles", ALL),
          Map.entry("previewSelection", ALL),
          Map.entry("startExecution", ALL),
          Map.entry("createUploads", "{\"files\":[{\"name\":\"u.csv\",\"size\":1}]}"),
          Map.entry("signUploads", IDS),
          Map.entry("completeUploads", IDS),
          Map.entry("abortUploads", IDS),
          Map.entry("createToken", "{\"name\":\"t\",\"scopes\":[\"view\"]}"),
          Map.entry("putMember", "{\"role\":\"reader\"}"),
          Map.entry("receiveEvents", EVENT),
          Map.entry("receiveEventsByAddress", EVENT));

  /** These need no database with reload.auth=none. */
  private static final Set<String> INDEPENDENT =
      Set.of("readContract", "readMe", "signIn", "signOut");

  @TempDir Path folder;

  @Test
  @Timeout(600)
  void everyOperationAnswers503UntilItIsBack() throws Exception {
    var settings = new HashMap<>(TestServer.onPostgres());
    var url = settings.get("reload.db.url");
    var port = Integer.parseInt(url.replaceFirst("^.*?:([0-9]+)/.*$", "$1"));
    try (var relay = new TcpRelay(port)) {
      settings.put(
          "reload.db.url", url.replaceFirst("//[^/]+/", "//127.0.0.1:" + relay.port() + "/"));
      try (var server = new TestServer(settings)) {
        server.createDataset("sales", "orders");
        var path = "/api/v1/live?dataset=sales/orders";
        try (var watch = LiveClient.follow(server.address(), path)) {
          watch.nextSnapshot();
          relay.cut();
          for (var reply : all(server).entrySet()) {
            assertUnavailable(reply.getKey(), reply.getValue());
          }
          relay.restore();
          await()
              .atMost(TestServer.WAIT)
              .until(() -> server.get("/api/v1/datasets/sales/orders").status() == 200);
          server.land("sales/orders", "a.csv", "1");
          watch.nextSnapshot(seen -> seen.at("/datasets/0/files/pending").asInt() == 1);
        } finally {
          relay.cut();
          relay.restore();
        }
      }
    }
  }

  /** Concurrently, since each waits for a connection. */
  private static Map<Operation, Reply> all(TestServer server) throws Exception {
    var pool = Executors.newFixedThreadPool(40);
    try {
      var operations =
          CONTRACT.operations().stream().filter(o -> !INDEPENDENT.contains(o.id())).toList();
      var calls = new ArrayList<Callable<Reply>>();
      operations.forEach(operation -> calls.add(() -> send(server, operation)));
      var replies = pool.invokeAll(calls);
      var byOperation = new HashMap<Operation, Reply>();
      for (var i = 0; i < calls.size(); i++) {
        byOperation.put(operations.get(i), replies.get(i).get());
      }
      return byOperation;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Reply send(TestServer server, Operation operation) {
    var path =
        operation
            .path()
            .replace("{domain}", "sales")
            .replace("{name}", "orders")
            .replace("{id}", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
            .replace("{user}", "ana")
            .replace("{token}", TestServer.TOKEN);
    var body = BODIES.get(operation.id());
    var headers = new HashMap<String, String>();
    headers.put("Authorization", "Bearer " + TestServer.TOKEN);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    var query = operation.id().equals("followLive") ? "?dataset=sales/orders" : "";
    return server.send(operation.method(), path + query, body, headers);
  }

  private static void assertUnavailable(Operation operation, Reply reply) {
    assertThat(reply.status()).as(operation + " " + reply).isEqualTo(503);
    assertThat(reply.headers()).as(operation.id()).containsKey("retry-after");
    assertThat(reply.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(CONTRACT.violation(operation, reply)).as(operation.id()).isEmpty();
  }

  @Test
  @Timeout(600)
  void anH2FileThatWasClosedIsOpenedAgain() throws Exception {
    var url = "jdbc:h2:file:" + folder.resolve("reload") + ";WRITE_DELAY=0";
    try (var server = new TestServer(Map.of("reload.db.url", url))) {
      server.createDataset("sales", "orders");
      try (var connection = DriverManager.getConnection(url, "reload", "");
          var statement = connection.createStatement()) {
        statement.execute("SHUTDOWN IMMEDIATELY");
      }
      var statuses = new ArrayList<Integer>();
      await()
          .atMost(TestServer.WAIT)
          .until(
              () -> {
                statuses.add(server.get("/api/v1/datasets/sales/orders").status());
                return statuses.contains(200);
              });
      assertThat(statuses).isSubsetOf(List.of(200, 503));
    }
  }
}
