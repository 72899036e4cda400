package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.datareload.api.AccessMatrix.Caller;
import org.datareload.api.AccessMatrix.Need;
import org.datareload.api.AccessMatrix.Row;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.ExecutionRequest;
import org.datareload.security.Role;
import org.datareload.security.TokenRequest;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the contract, requested by every kind of caller. */
class AccessMatrixTest {
  private static final Map<Caller, String> CREDENTIALS = new EnumMap<>(Caller.class);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static TestServer server;
  private static Dataset other;

  private record Reply(int status, String text) {}

  @BeforeAll
  static void start() throws IOException {
    var users = new StringBuilder("user.root.admin=true\n");
    for (var id : List.of("stranger", "reader", "editor", "owner", "root")) {
      users.append(UserFiles.user(id, id + "!"));
    }
    var file = Files.writeString(folder.resolve("users.properties"), users);
    server = new TestServer(Map.of("reload.auth", "basic", "reload.users.file", file.toString()));
    for (var caller : List.of(Caller.STRANGER, Caller.READER, Caller.EDITOR, Caller.OWNER)) {
      CREDENTIALS.put(caller, basic(caller.name().toLowerCase(Locale.ROOT)));
    }
    CREDENTIALS.put(Caller.ADMIN, basic("root"));
    other = dataset();
    createTokens();
  }

  private static void createTokens() {
    var all = List.of("view", "upload", "process", "delete", "own");
    CREDENTIALS.put(
        Caller.VIEW_TOKEN, token("owner", new TokenRequest("v", List.of("view"), null, 1)));
    var limited = new TokenRequest("e", all, other.id(), 1);
    CREDENTIALS.put(Caller.OTHER_DATASET_TOKEN, token("owner", limited));
    CREDENTIALS.put(Caller.OTHER_DATASET_ADMIN_TOKEN, token("root", limited));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void coversEachOperationOfTheContract() {
    var needs = new TreeMap<String, String>();
    AccessMatrix.ROWS.forEach((id, row) -> needs.put(id, word(row.need())));

    assertThat(needs).isEqualTo(contract());
  }

  @TestFactory
  Stream<DynamicTest> allowsOnlyCallersWithThePermission() {
    return AccessMatrix.ROWS.entrySet().stream()
        .flatMap(
            row ->
                Stream.of(Caller.values())
                    .map(
                        caller ->
                            dynamicTest(
                                row.getKey() + " by " + caller,
                                () -> check(row.getValue(), caller))));
  }

  private static void check(Row row, Caller caller) throws Exception {
    var dataset = dataset();
    var execution = row.path().contains("EXECUTION") ? execution(dataset) : "";
    var path = row.path().replace("DATASET", name(dataset)).replace("EXECUTION", execution);
    var reply = send(row, path, caller);
    if (row.equals(AccessMatrix.ROWS.get("revokeTokens"))) {
      createTokens();
    }

    var refusal = row.need().refusal(caller);
    if (refusal == 0) {
      assertThat(reply.status()).as(reply.text()).isNotIn(401, 403, 405, 415, 429, 500, 503);
      assertThat(reply.text()).doesNotContain("Dataset not found", "Execution not found");
    } else {
      assertThat(reply.status()).as(reply.text()).isEqualTo(refusal);
      refusesWhateverElseIsWrong(row, path, caller, refusal);
    }
    if (refusal == 404) {
      var unknown =
          row.path().replace("DATASET", "unknown/dataset").replace("EXECUTION", "01J000000");
      assertThat(reply).isEqualTo(send(row, unknown, caller));
    }
  }

  /** The permission is checked before the rest of the request. */
  private static void refusesWhateverElseIsWrong(Row row, String path, Caller caller, int refusal)
      throws Exception {
    var query = path.contains("?") ? "&" : "?";
    assertThat(send(row, path + query + "limit=1e1000000", caller).status()).isEqualTo(refusal);
    if (row.body() != null) {
      for (var body : List.of("{", "{\"odd\":1e1000000}", "x".repeat(600_000))) {
        var wrong = new Row(row.need(), row.method(), row.path(), body);
        assertThat(send(wrong, path, caller).status()).isEqualTo(refusal);
      }
    }
  }

  private static Reply send(Row row, String path, Caller caller) throws Exception {
    var body = "NEW_DATASET".equals(row.body()) ? newDataset() : row.body();
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .method(
                row.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (CREDENTIALS.containsKey(caller)) {
      request.header("Authorization", CREDENTIALS.get(caller));
    }
    var response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      var type = response.headers().firstValue("Content-Type").orElse("");
      // The live stream has no end.
      var text = type.startsWith("text/event-stream") ? "" : new String(in.readAllBytes(), UTF_8);
      return new Reply(response.statusCode(), text);
    }
  }

  /** The need of every operation; public ones need nothing. */
  private static Map<String, String> contract() {
    var needs = new TreeMap<String, String>();
    for (var operation : new ContractText().operations()) {
      var security = operation.text().getJsonArray("security");
      var need = operation.text().getString("x-action");
      var isPublic = security != null && security.isEmpty() && !need.equals("events");
      needs.put(operation.id(), isPublic ? "nothing" : need);
    }
    return needs;
  }

  private static String word(Need need) {
    return need.name().toLowerCase(Locale.ROOT);
  }

  private static Dataset dataset() {
    var name = "set" + NUMBER.incrementAndGet();
    var request =
        new NewDataset(
            "matrix", name, "csv", "reload", DatasetSettings.of(List.of("ana@example.com")));
    var made = server.program().reload().datasets.create(request);
    var members = server.program().security().members;
    members.put(made.id(), "owner", Role.OWNER);
    members.put(made.id(), "editor", Role.EDITOR);
    members.put(made.id(), "reader", Role.READER);
    members.put(made.id(), "zoe", Role.READER);
    return made;
  }

  private static String execution(Dataset dataset) {
    var key = name(dataset) + "/upload_date=1700000000/ana/csv/_SUCCESS";
    var trigger =
        new ExecutionRequest.FolderTrigger(
            key, "an object", Instant.now(), Instant.now(), Duration.ZERO, 0);
    var request = new ExecutionRequest(dataset.id(), "ana", trigger);
    var accepted = (Accepted) server.program().reload().executions.accept(request);
    return accepted.execution().id();
  }

  private static String newDataset() {
    return """
        {"domain":"matrix","name":"new%d","fileType":"csv","updateMethod":"reload",
         "notify":["ana@example.com"]}
        """
        .formatted(NUMBER.incrementAndGet());
  }

  private static String name(Dataset dataset) {
    return dataset.name().toString();
  }

  private static String basic(String id) {
    return "Basic " + Base64.getEncoder().encodeToString((id + ":" + id + "!").getBytes(UTF_8));
  }

  private static String token(String owner, TokenRequest request) {
    return "Bearer " + server.program().security().tokens.create(owner, request).value();
  }
}
