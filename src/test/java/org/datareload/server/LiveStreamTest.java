package org.datareload.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.datareload.api.TestServer;
import org.datareload.security.UserFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live stream: who may follow it and for how long, and that it misses nothing. */
@Timeout(600)
class LiveStreamTest {
  private static final String LIVE = "/api/v1/live";
  private static final Map<String, String> ROOT =
      Map.of(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString("root:root!".getBytes(UTF_8)),
          "Content-Type",
          "application/json");

  @TempDir Path folder;

  @Test
  void endsWithTheTokenOrSessionThatOpenedIt() throws Exception {
    var file = folder.resolve("users.properties");
    UserFiles.write(file, "root", "root!", "user.root.admin=true");
    var settings = Map.of("reload.auth", "basic", "reload.users.file", file.toString());
    try (var server = new TestServer(settings)) {
      var scopes = "{\"name\":\"watch\",\"scopes\":[\"view\"]}";
      var token = server.send("POST", "/api/v1/tokens", scopes, ROOT);
      var bearer = Map.of("Authorization", "Bearer " + token.json().path("value").asText());
      var login = "{\"user\":\"root\",\"password\":\"root!\"}";
      var signedIn = server.send("POST", "/api/v1/session", login, ROOT);
      assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(201);
      var set = signedIn.headers().get("set-cookie");
      var cookie = Map.of("Cookie", set.substring(0, set.indexOf(';')));
      try (var byToken = LiveClient.follow(server.address(), LIVE, bearer);
          var byCookie = LiveClient.follow(server.address(), LIVE, cookie);
          var byPassword = LiveClient.follow(server.address(), LIVE, ROOT)) {
        byToken.nextSnapshot();
        byCookie.nextSnapshot();
        byPassword.nextSnapshot();
        server.send("DELETE", token.headers().get("location"), null, ROOT);
        assertThatThrownBy(byToken::nextSnapshot).hasMessage("the stream ended");

        var own =
            Map.of(
                "Cookie", cookie.get("Cookie"),
                "X-Requested-By", "page",
                "Sec-Fetch-Site", "same-origin");
        assertThat(server.send("DELETE", "/api/v1/session", null, own).status()).isEqualTo(204);
        assertThatThrownBy(byCookie::nextSnapshot).hasMessage("the stream ended");

        var dataset =
            "{\"domain\":\"sales\",\"name\":\"orders\",\"fileType\":\"csv\","
                + "\"updateMethod\":\"reload\",\"notify\":[\"ana@example.com\"]}";
        server.send("POST", "/api/v1/datasets", dataset, ROOT);
        byPassword.nextSnapshot(seen -> seen.path("datasets").size() == 1);
      }
    }
  }

  @Test
  void beginsWithASnapshotEvenIfThereIsNothing() {
    try (var server = new TestServer(Map.of());
        var watch = LiveClient.follow(server.address(), LIVE)) {
      var first = watch.nextSnapshot();
      assertThat(first.path("datasets")).isEmpty();
      assertThat(first.path("version").asLong()).isPositive();
    }
  }

  @Test
  void showsAnExecutionThatBeganAndEndedBetweenTwoReads() {
    try (var server = new TestServer(Map.of())) {
      server.createDataset("sales", "orders");
      var live = server.program().api().liveSnapshots;
      var before = live.read();
      assertThat(live.read().version()).isEqualTo(before.version());
      // Without data files the execution fails and no count changes.
      server.put("sales/orders/upload_date=1700000000/ana/csv/_SUCCESS", "");
      await()
          .atMost(TestServer.WAIT)
          .until(
              () ->
                  server
                      .get("/api/v1/datasets/sales/orders")
                      .json()
                      .at("/lastExecution/status")
                      .asText(),
              "failed"::equals);
      var after = live.read();
      assertThat(after.running()).isEmpty();
      assertThat(after.counts()).isEqualTo(before.counts());
      assertThat(after.version()).isGreaterThan(before.version());
    }
  }

  @Test
  void sendsASnapshotAfterAChange() {
    try (var server = new TestServer(Map.of())) {
      server.createDataset("sales", "orders");
      server.createDataset("sales", "others");
      try (var client = LiveClient.follow(server.address(), LIVE + "?dataset=sales/orders")) {
        var first = client.nextSnapshot();
        assertThat(first.path("datasets")).hasSize(1);
        assertThat(first.at("/datasets/0/files/pending").asInt()).isZero();
        server.land("sales/orders", "a.csv", "1");
        var second = client.nextSnapshot(seen -> seen.at("/datasets/0/files/pending").asInt() == 1);
        assertThat(second.path("version").asLong()).isGreaterThan(first.path("version").asLong());
      }
    }
  }
}
