package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.datareload.api.TestServer.Reply;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request by many clients at the same moment: none is told of an internal error. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"H2", "PostgreSQL"})
@TestInstance(Lifecycle.PER_CLASS)
class ParallelRequestsTest {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 5;
  private static final String DATASET = "/api/v1/datasets/sales/orders";

  @Parameter String database;

  private TestServer server;

  @BeforeParameterizedClassInvocation
  void start() throws IOException {
    var users = Files.createTempFile("users", ".properties");
    UserFiles.write(users, "root", "root!", "user.root.admin=true");
    var settings = new HashMap<>(Map.of("reload.auth", "basic"));
    settings.put("reload.users.file", users.toString());
    settings.putAll(database.equals("H2") ? Map.of() : TestServer.onPostgres());
    server = new TestServer(settings);
    assertThat(create("orders").status()).isEqualTo(201);
  }

  @AfterParameterizedClassInvocation
  void stop() {
    server.close();
  }

  private Reply send(String method, String path, String body, Map<String, String> more) {
    var headers = new HashMap<>(more);
    var login = Base64.getEncoder().encodeToString("root:root!".getBytes());
    headers.put("Authorization", "Basic " + login);
    headers.put("Content-Type", "application/json");
    return server.send(method, path, body, headers);
  }

  private Reply post(String path, String body) {
    return send("POST", path, body, Map.of());
  }

  private Reply create(String name) {
    return post(
        "/api/v1/datasets",
        """
        {"domain":"sales","name":"%s","fileType":"csv","updateMethod":"reload",
         "notify":["ana@example.com"]}
        """
            .formatted(name));
  }

  /** The statuses of one request, sent by all clients at the same moment, in several rounds. */
  private List<List<Integer>> statuses(IntFunction<Callable<Reply>> requestOfRound)
      throws Exception {
    var rounds = new ArrayList<List<Integer>>();
    var pool = Executors.newFixedThreadPool(CLIENTS);
    try {
      for (var round = 0; round < ROUNDS; round++) {
        var request = requestOfRound.apply(round);
        var together = new CountDownLatch(CLIENTS);
        Callable<Integer> client =
            () -> {
              together.countDown();
              together.await();
              return request.call().status();
            };
        var statuses = new ArrayList<Integer>();
        for (var reply :
            pool.invokeAll(IntStream.range(0, CLIENTS).mapToObj(i -> client).toList())) {
          statuses.add(reply.get());
        }
        rounds.add(statuses);
      }
    } finally {
      pool.shutdownNow();
    }
    return rounds;
  }

  @Test
  void uploadsOfOneNameAllGetAKey() throws Exception {
    var body = "{\"files\":[{\"name\":\"a.csv\",\"size\":1},{\"name\":\"b.csv\",\"size\":1}]}";

    assertThat(statuses(round -> () -> post(DATASET + "/uploads", body)))
        .allSatisfy(statuses -> assertThat(statuses).containsOnly(201));
  }

  @Test
  void oneOfTheDatasetsOfANameIsCreated() throws Exception {
    assertThat(statuses(round -> () -> create("new" + round)))
        .allSatisfy(
            statuses -> {
              assertThat(statuses).isSubsetOf(201, 409);
              assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
            });
  }

  @Test
  void aMemberIsPutByAll() throws Exception {
    var role = "{\"role\":\"reader\"}";

    assertThat(
            statuses(round -> () -> send("PUT", DATASET + "/members/ben" + round, role, Map.of())))
        .allSatisfy(statuses -> assertThat(statuses).containsOnly(200));
  }

  @Test
  void tokensOfOneNameAreAllCreated() throws Exception {
    var token = "{\"name\":\"nightly\",\"scopes\":[\"view\"]}";

    assertThat(statuses(round -> () -> post("/api/v1/tokens", token)))
        .allSatisfy(statuses -> assertThat(statuses).containsOnly(201));
  }

  @Test
  void aRequestWithAnIdempotencyKeyIsDoneOrInProgress() throws Exception {
    var body = "{\"files\":[{\"name\":\"once.csv\",\"size\":1}]}";

    assertThat(
            statuses(
                round ->
                    () ->
                        send(
                            "POST",
                            DATASET + "/uploads",
                            body,
                            Map.of("Idempotency-Key", "key" + round))))
        .allSatisfy(statuses -> assertThat(statuses).contains(201).isSubsetOf(201, 409));
  }

  @Test
  void aSessionIsOpenedForEach() throws Exception {
    var login = "{\"user\":\"root\",\"password\":\"root!\"}";

    assertThat(statuses(round -> () -> post("/api/v1/session", login)))
        .allSatisfy(statuses -> assertThat(statuses).containsOnly(201));
  }
}
