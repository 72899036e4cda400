package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.Test;

/** Sends secrets wherever requests carry some, and searches the log for them. */
class SecretsInLogsTest {
  @Test
  void noSecretIsEverLogged() {
    // The most verbose levels that an operator would set.
    Configurator.setLevel("org.datareload", Level.DEBUG);
    Configurator.setLevel("org.apache.camel", Level.INFO);
    try (var lines = new LogLines();
        var server = new TestServer(Map.of("reload.mail.password", "canary-mail-password"))) {
      server.createDataset("sales", "orders");
      var basic = Map.of("Authorization", "Basic Y2FuYXJ5LXVzZXI6Y2FuYXJ5LXBhc3M=");
      server.send("GET", "/api/v1/datasets", null, basic);
      var bearer = Map.of("Authorization", "Bearer canary-bearer-token");
      server.send("POST", "/events/s3", "{}", bearer);
      server.post("/events/s3/canary-path-token", "{}");
      server.post("/events/s3/" + TestServer.TOKEN, "not json");
      server.land("sales/orders", "a.csv", "1");
      var body = "{\"files\":[{\"name\":\"b.csv\",\"size\":1}]}";
      var path = "/api/v1/datasets/sales/orders/uploads";
      var url = server.post(path, body).json().at("/uploads/0/url").asText();
      var signature = url.replaceFirst(".*X-Amz-Signature=([0-9a-f]+).*", "$1");
      var put = HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofString("x"));
      assertThat(server.send(put.build()).status()).isEqualTo(200);
      assertThat(signature).hasSize(64);
      assertThat(lines.all())
          .contains("Data Reload serves")
          .doesNotContain(
              "canary-mail-password",
              "Y2FuYXJ5",
              "canary-pass",
              "canary-bearer-token",
              "canary-path-token",
              TestServer.TOKEN,
              signature);
    }
  }
}
