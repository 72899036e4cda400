package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.datareload.api.AccessMatrix.Need;
import org.datareload.api.AccessMatrix.Row;
import org.datareload.api.TestServer.Reply;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.NewDataset;
import org.datareload.security.Role;
import org.datareload.security.TokenRequest;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the contract that takes an Idempotency-Key, sent again by somebody else. */
class IdempotencyOverHttpTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final List<String> ALL = List.of("view", "upload", "process", "delete", "own");
  private static final String BEN =
      "Basic " + Base64.getEncoder().encodeToString("ben:ben!".getBytes(UTF_8));

  @TempDir static Path folder;
  private static Path users;
  private static TestServer server;

  @BeforeAll
  static void start() {
    users = folder.resolve("users.properties");
    makeAdministrator(false);
    server = new TestServer(Map.of("reload.auth", "basic", "reload.users.file", users.toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Stream<ContractText.Operation> operations() {
    return new ContractText()
        .operations().stream()
            .filter(
                operation ->
                    operation.parameters("header").stream()
                        .anyMatch(header -> header.getString("name").equals("Idempotency-Key")));
  }

  @TestFactory
  Stream<DynamicTest> repeatsNoResponseToAUserWhoLostThePermission() {
    return operations()
        .map(operation -> dynamicTest(operation.id(), () -> losesThePermission(operation.id())));
  }

  private static void losesThePermission(String id) {
    var row = AccessMatrix.ROWS.get(id);
    var dataset = dataset();
    grant(row.need(), dataset);
    var body = body(row);
    var first = send(row, dataset, body, BEN);
    assertThat(first.status()).as(first.text()).isNotIn(401, 403, 415, 422, 500, 503);
    assertThat(send(row, dataset, body, BEN).status()).isEqualTo(first.status());

    revoke(row.need(), dataset);

    var again = send(row, dataset, body, BEN);
    if (row.need() == Need.VIEW) {
      assertThat(again.status()).as(again.text()).isEqualTo(404);
      assertThat(again.text()).contains("Dataset not found");
    } else {
      assertThat(again.status()).as(again.text()).isEqualTo(403);
    }
    grant(row.need(), dataset);
    assertThat(send(row, dataset, body, BEN).status()).isEqualTo(first.status());
    revoke(row.need(), dataset);
  }

  @TestFactory
  Stream<DynamicTest> repeatsNoResponseToAnotherToken() {
    return operations()
        .map(operation -> dynamicTest(operation.id(), () -> usesAnotherToken(operation.id())));
  }

  private static void usesAnotherToken(String id) {
    var row = AccessMatrix.ROWS.get(id);
    var dataset = dataset();
    grant(row.need(), dataset);
    var body = body(row);
    var wide = token(ALL, null);
    var first = send(row, dataset, body, wide);
    assertThat(first.status()).as(first.text()).isNotIn(401, 403, 415, 422, 500, 503);
    assertThat(send(row, dataset, body, wide).status()).isEqualTo(first.status());

    var viewer = send(row, dataset, body, token(List.of("view"), null));
    assertThat(viewer.status()).isEqualTo(row.need() == Need.VIEW ? 422 : 403);
    var elsewhere = send(row, dataset, body, token(ALL, dataset().id()));
    assertThat(elsewhere.status()).isEqualTo(row.need() == Need.ADMIN ? 403 : 404);
    if (row.need() != Need.ADMIN) {
      assertThat(elsewhere.text()).contains("Dataset not found");
      var narrow = token(List.of(row.need().name().toLowerCase(Locale.ROOT)), dataset.id());
      assertUsed(send(row, dataset, body, narrow));
    }
    assertUsed(send(row, dataset, body, BEN));
    assertThat(send(row, dataset, body, wide).status()).isEqualTo(first.status());
    revoke(row.need(), dataset);
  }

  private static void assertUsed(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.text()).contains("already used with another request or API token");
  }

  private static void grant(Need need, Dataset dataset) {
    if (need == Need.ADMIN) {
      makeAdministrator(true);
      awaitAdministrator(true);
    } else {
      server.program().security().members.put(dataset.id(), "ben", Role.EDITOR);
    }
  }

  private static void revoke(Need need, Dataset dataset) {
    if (need == Need.ADMIN) {
      makeAdministrator(false);
      awaitAdministrator(false);
    } else if (need == Need.VIEW) {
      server.program().security().members.remove(dataset.id(), "ben");
    } else {
      server.program().security().members.put(dataset.id(), "ben", Role.READER);
    }
  }

  private static void makeAdministrator(boolean admin) {
    try {
      // Written aside, so that the program never reads half a file.
      var next = folder.resolve("next");
      UserFiles.write(next, "ben", "ben!", "user.ben.admin=" + admin);
      Files.move(next, users, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void awaitAdministrator(boolean admin) {
    await()
        .atMost(TestServer.WAIT)
        .until(
            () ->
                server
                        .send("GET", "/api/v1/me", null, Map.of("Authorization", BEN))
                        .json()
                        .path("admin")
                        .asBoolean()
                    == admin);
  }

  private static Reply send(Row row, Dataset dataset, String body, String authorization) {
    var headers =
        Map.of(
            "Authorization",
            authorization,
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            dataset.id());
    var path = row.path().replace("DATASET", dataset.name().toString());
    return server.send(row.method(), path, body, headers);
  }

  private static String body(Row row) {
    return "NEW_DATASET".equals(row.body())
        ? """
          {"domain":"again","name":"new%d","fileType":"csv","updateMethod":"reload",
           "notify":["ana@example.com"]}
          """
            .formatted(NUMBER.incrementAndGet())
        : row.body();
  }

  private static Dataset dataset() {
    var settings = DatasetSettings.of(List.of("ana@example.com"));
    var name = "set" + NUMBER.incrementAndGet();
    return server
        .program()
        .reload()
        .datasets
        .create(new NewDataset("again", name, "csv", "reload", settings));
  }

  private static String token(List<String> scopes, String datasetId) {
    var request = new TokenRequest("t", scopes, datasetId, 1);
    return "Bearer " + server.program().security().tokens.create("ben", request).value();
  }
}
