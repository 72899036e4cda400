package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datareload.api.TestServer.Reply;
import org.datareload.testing.H2File;
import org.junit.jupiter.api.Test;

/** Presigned URLs are secrets and stored nowhere. */
class PresignedUrlsTest {
  private static final String UPLOADS = "/api/v1/datasets/sales/orders/uploads";

  @Test
  void aRepeatedRequestGetsFreshUrls() throws Exception {
    try (var database = new H2File();
        var server =
            new TestServer(
                Map.of("reload.db.url", database.url(), "reload.uploads.single-up-to", "8MiB"))) {
      server.createDataset("sales", "orders");
      var body =
          "{\"files\":[{\"name\":\"a.csv\",\"size\":1},{\"name\":\"b.csv\",\"size\":9000000}]}";
      var first = send(server, UPLOADS, body);
      assertThat(first.status()).as(first.text()).isEqualTo(201);
      var second = send(server, UPLOADS, body);
      assertThat(second.status()).as(second.text()).isEqualTo(201);
      for (var field : List.of("id", "key", "name", "size", "partSize", "parts")) {
        assertThat(second.json().findValues(field)).isEqualTo(first.json().findValues(field));
      }
      var ids = first.json().path("uploads").findValuesAsText("id");
      var selected = "{\"ids\":[\"" + ids.get(0) + "\"]}";
      for (var again = 0; again < 2; again++) {
        var signed = send(server, UPLOADS + "/signatures", selected);
        assertThat(signed.json().path("uploads").findValuesAsText("id")).containsOnly(ids.get(0));
      }
      assertThat(everyText(database.url()))
          .isNotEmpty()
          .noneMatch(text -> text.contains("X-Amz-Signature"));

      var put = HttpRequest.newBuilder(URI.create(second.json().at("/uploads/0/url").asText()));
      assertThat(server.send(put.PUT(BodyPublishers.ofString("x")).build()).status())
          .isEqualTo(200);
      var done = send(server, UPLOADS + "/completions", selected);
      assertThat(done.json().path("done")).hasSize(1);
    }
  }

  private static Reply send(TestServer server, String path, String body) {
    var headers = Map.of("Content-Type", "application/json", "Idempotency-Key", "a key" + path);
    return server.send("POST", path, body, headers);
  }

  /** Every value of every column of every table. */
  private static List<String> everyText(String url) throws SQLException {
    var texts = new ArrayList<String>();
    try (var connection = DriverManager.getConnection(url, "reload", "");
        var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (var rows =
          statement.executeQuery(
              "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (var table : tables) {
        try (var rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          while (rows.next()) {
            for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              texts.add(String.valueOf(rows.getString(i)));
            }
          }
        }
      }
    }
    return texts;
  }
}
