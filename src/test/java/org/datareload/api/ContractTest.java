package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datareload.api.TestServer.Reply;
import org.datareload.server.LiveClient;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every documented response of every operation. An operation or a response without a case fails the
 * build.
 */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"H2", "PostgreSQL"})
@TestInstance(Lifecycle.PER_CLASS)
class ContractTest {
  private static final String D = "/api/v1/datasets/walk/walked";
  private static final String NONE = "/api/v1/datasets/walk/nothing";
  private static final ContractText CONTRACT = new ContractText();
  @Parameter String database;

  private final Map<String, Supplier<Reply>> cases = new TreeMap<>();
  private TestServer server;
  private UserCases users;
  private String execution;

  @BeforeParameterizedClassInvocation
  void start() {
    defineCases();
    users = new UserCases();
    cases.putAll(users.cases());
    server = new TestServer(database.equals("H2") ? Map.of() : TestServer.onPostgres());
    server.createDataset("walk", "walked");
    server.land("walk/walked", "first.csv", "1");
    execution = server.process("walk/walked", all(1));
    server.land("walk/walked", "pending.csv", "22");
  }

  @AfterParameterizedClassInvocation
  void stop() {
    users.close();
    server.close();
  }

  private Reply run(String body) {
    return server.post(D + "/executions", body);
  }

  private static String all(int expected) {
    return "{\"all\":true,\"expected\":" + expected + "}";
  }

  private String fresh(String name) {
    server.createDataset("walk", name);
    return "/api/v1/datasets/walk/" + name;
  }

  private Reply plain(String method, String path, String body) {
    return server.send(method, path, body, Map.of("Content-Type", "text/plain"));
  }

  private Reply patch(String path, String body) {
    return server.send("PATCH", path, body, Map.of("Content-Type", "application/json"));
  }

  private Reply delete(String path) {
    return server.send("DELETE", path, null, Map.of());
  }

  private Reply event(String path, String body, String token) {
    return server.send("POST", path, body, Map.of("Authorization", "Bearer " + token));
  }

  private String uploaded() {
    var body = "{\"files\":[{\"name\":\"up" + System.nanoTime() + ".csv\",\"size\":1}]}";
    return server.post(D + "/uploads", body).json().at("/uploads/0/id").asText();
  }

  private String ids() {
    return "{\"ids\":[\"" + uploaded() + "\"]}";
  }

  private Reply followed() {
    try (var lines = LiveClient.follow(server.address(), "/api/v1/live")) {
      return new Reply(lines.status(), lines.headers(), lines.nextSnapshot().toString());
    }
  }

  private void defineCases() {
    put("createDataset 201", () -> server.createDataset("walk", "created"));
    put("createDataset 409", () -> server.createDataset("walk", "WALKED"));
    posts("createDataset", "/api/v1/datasets", null);
    put("listDatasets 200", () -> server.get("/api/v1/datasets?limit=2"));
    put("listDatasets 422", () -> server.get("/api/v1/datasets?limit=0"));
    reads("readDataset", "", null);
    put("changeDataset 200", () -> patch(fresh("changed"), "{\"description\":\"new\"}"));
    put("changeDataset 400", () -> patch(D, "{"));
    put("changeDataset 404", () -> patch(NONE, "{}"));
    put("changeDataset 415", () -> plain("PATCH", D, "{}"));
    put("changeDataset 422", () -> patch(D, "{\"notify\":[]}"));
    put("deleteDataset 204", () -> delete(fresh("deleted")));
    put("deleteDataset 404", () -> delete(NONE));
    put("deleteDataset 409", () -> delete(D));
    put("deleteDataset 422", () -> delete(D + "?purge=perhaps"));
    reads("listFiles", "/files", "status=odd");
    put("deleteFiles 200", this::deletedOne);
    put("deleteFiles 409", () -> server.post(D + "/deletions", all(999)));
    posts("deleteFiles", D + "/deletions", NONE + "/deletions");
    put("previewSelection 200", () -> server.post(D + "/previews", all(1)));
    put("previewSelection 409", this::previewedCompleted);
    posts("previewSelection", D + "/previews", NONE + "/previews");
    put("startExecution 202", this::startedOther);
    put("startExecution 409", () -> run(all(999)));
    posts("startExecution", D + "/executions", NONE + "/executions");
    reads("listDatasetExecutions", "/executions", "limit=x");
    put("listExecutions 200", () -> server.get("/api/v1/executions?dataset=walk/walked"));
    put("listExecutions 404", () -> server.get("/api/v1/executions?dataset=walk/nothing"));
    put("listExecutions 422", () -> server.get("/api/v1/executions?after=''"));
    put("readExecution 200", () -> server.get("/api/v1/executions/" + execution));
    put("readExecution 404", () -> server.get("/api/v1/executions/none"));
    put("listExecutionFiles 200", () -> server.get("/api/v1/executions/" + execution + "/files"));
    put("listExecutionFiles 404", () -> server.get("/api/v1/executions/none/files"));
    put(
        "listExecutionFiles 422",
        () -> server.get("/api/v1/executions/" + execution + "/files?after=-1"));
    put("readReceipt 200", () -> server.get("/api/v1/executions/" + execution + "/receipt"));
    put("readReceipt 404", () -> server.get("/api/v1/executions/none/receipt"));
    put(
        "readReceipt 422",
        () -> server.get("/api/v1/executions/" + execution + "/receipt?format=pdf"));
    put("createUploads 201", this::prepared);
    posts("createUploads", D + "/uploads", NONE + "/uploads");
    put("readUpload 200", () -> server.get(D + "/uploads/" + uploaded()));
    put("readUpload 404", () -> server.get(D + "/uploads/none"));
    put("readUpload 422", () -> server.get(D + "/uploads/none?from=0"));
    for (var how : List.of("sign signatures", "complete completions", "abort aborts")) {
      var names = how.split(" ");
      put(names[0] + "Uploads 200", () -> server.post(D + "/uploads/" + names[1], ids()));
      posts(names[0] + "Uploads", D + "/uploads/" + names[1], NONE + "/uploads/" + names[1]);
    }
    reads("listDatasetProblems", "/problems", "limit=501");
    put("listProblems 200", () -> server.get("/api/v1/problems"));
    put("listProblems 422", () -> server.get("/api/v1/problems?limit=501"));
    put("readMe 200", () -> server.get("/api/v1/me"));
    put("followLive 200", this::followed);
    put("followLive 404", () -> server.get("/api/v1/live?dataset=walk/nothing"));
    put("followLive 422", () -> server.get("/api/v1/live?dataset=" + "x".repeat(300)));
    events("receiveEvents", "/events/s3", TestServer.TOKEN);
    events("receiveEventsByAddress", "/events/s3/" + TestServer.TOKEN, "");
    put("receiveEvents 401", () -> event("/events/s3", "{}", "wrong"));
    put("receiveEventsByAddress 401", () -> event("/events/s3/wrong", "{}", ""));
    put("readContract 200", () -> server.get("/openapi.yaml"));
  }

  private void put(String name, Supplier<Reply> response) {
    cases.put(name, response);
  }

  private void reads(String id, String below, String wrong) {
    put(id + " 200", () -> server.get(D + below));
    put(id + " 404", () -> server.get(NONE + below));
    if (wrong != null) {
      put(id + " 422", () -> server.get(D + below + "?" + wrong));
    }
  }

  private void posts(String id, String path, String elsewhere) {
    put(id + " 400", () -> server.post(path, "{\"files\":["));
    put(id + " 415", () -> plain("POST", path, "{}"));
    put(id + " 422", () -> server.post(path, "{\"odd\":1}"));
    if (elsewhere != null) {
      var body =
          id.endsWith("Uploads")
              ? id.startsWith("create")
                  ? "{\"files\":[{\"name\":\"a\",\"size\":1}]}"
                  : "{\"ids\":[\"a\"]}"
              : all(1);
      put(id + " 404", () -> server.post(elsewhere, body));
    }
  }

  private void events(String id, String path, String token) {
    put(id + " 200", () -> event(path, triggerEvent(), token));
    put(id + " 400", () -> event(path, "not json", token));
    // On a server of its own, without a token.
    put(id + " 404", () -> closed(path));
  }

  private String triggerEvent() {
    fresh("triggered");
    var key = "walk/triggered/upload_date=1700000000/ana/csv/_SUCCESS";
    server.put(key, "");
    return TestServer.event(key);
  }

  private static Reply closed(String path) {
    try (var other = new TestServer(Map.of("reload.events.token", ""))) {
      return other.post(path, "{}");
    }
  }

  private Reply deletedOne() {
    var path = fresh("thinned");
    server.land("walk/thinned", "a.csv", "1");
    return server.post(path + "/deletions", all(1));
  }

  private Reply startedOther() {
    var path = fresh("started");
    server.land("walk/started", "a.csv", "1");
    return server.post(path + "/executions", all(1));
  }

  private Reply previewedCompleted() {
    var done = server.get(D + "/files?status=completed").json().at("/files/0/id").asText();
    return server.post(D + "/previews", "{\"files\":[\"" + done + "\"]}");
  }

  private Reply prepared() {
    return server.post(D + "/uploads", "{\"files\":[{\"name\":\"p.csv\",\"size\":1}]}");
  }

  @Test
  void hasACaseForEveryDocumentedResponse() {
    var documented = new TreeSet<String>();
    for (var operation : CONTRACT.operations()) {
      operation.statuses().forEach(status -> documented.add(operation.id() + " " + status));
    }
    assertThat(cases.keySet()).isEqualTo(documented);
  }

  @TestFactory
  Stream<DynamicTest> respondsAsTheContractSays() {
    var tests = new ArrayList<DynamicTest>();
    for (var operation : CONTRACT.operations()) {
      for (var status : operation.statuses()) {
        var name = operation.id() + " " + status;
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> {
                  var reply = cases.get(name).get();
                  assertThat(reply.status()).as(reply.text()).isEqualTo(status);
                  assertThat(CONTRACT.violation(operation, reply)).as(reply.text()).isEmpty();
                  assertThat(reply.headers()).containsEntry("cache-control", "no-store");
                }));
      }
    }
    return tests.stream();
  }
}
