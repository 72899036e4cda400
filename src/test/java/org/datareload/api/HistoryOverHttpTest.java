package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class HistoryOverHttpTest {
  @Test
  void tellsWhereTheReceiptIsWhenTheListOfFilesHasGone() {
    var settings = TestServer.onPostgres();
    try (var server = new TestServer(settings)) {
      server.createDataset("sales", "orders");
      server.land("sales/orders", "a.csv", "1");
      var execution = server.process("sales/orders", "{\"all\":true,\"expected\":1}");
      var path = "/api/v1/executions/" + execution;
      assertThat(server.get(path + "/files").json().path("files")).hasSize(1);

      Jdbi.create(settings.get("reload.db.url"), settings.get("reload.db.user"), "")
          .useHandle(handle -> handle.execute("UPDATE execution SET history = 'ended'"));

      for (var list : new String[] {"/files", "/receipt", "/receipt?format=csv"}) {
        var reply = server.get(path + list);
        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.json().path("title").asText()).isEqualTo("Gone");
        assertThat(reply.json().path("detail").asText())
            .contains("reload.history.keep-days", "_receipts/sales/orders/" + execution + ".csv");
      }
      assertThat(server.get(path).json().at("/files/copied").asInt()).isEqualTo(1);
    }
  }
}
