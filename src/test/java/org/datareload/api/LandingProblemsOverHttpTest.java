package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.internet.MimeMultipart;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Landing problems from the object to the mail. */
class LandingProblemsOverHttpTest {
  private static final String FOLDER = "sales/orders/upload_date=1700000000/ann/csv/";

  @Test
  void anObjectThatCannotBeLoadedIsListedAndMailedWithASuggestion() throws Exception {
    try (var server =
        new TestServer(
            Map.of("reload.problems.grace", "0s", "reload.mail.problems-interval", "100ms"))) {
      server.createDataset("sales", "orders");
      server.put(FOLDER + "_temporary/0/part-0.csv", "1");
      server.put(FOLDER + "_success", "");

      var own = server.get("/api/v1/datasets/sales/orders/problems").json().path("problems");
      assertThat(own).hasSize(1).isEqualTo(server.get("/api/v1/problems").json().path("problems"));
      assertThat(own.at("/0/key").asText()).isEqualTo(FOLDER + "_success");
      assertThat(own.at("/0/reason").asText()).contains("exactly _SUCCESS");
      assertThat(own.at("/0/suggestion").asText()).startsWith("Did you mean _SUCCESS?");
      await().atMost(TestServer.WAIT).until(() -> server.mail().received().size() == 1);
      var mail = server.mail().received().get(0);
      assertThat(mail.getSubject())
          .isEqualTo("[sales/orders] 1 object landed that cannot be loaded");
      assertThat((String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent())
          .contains(FOLDER + "_success: ", ". Did you mean _SUCCESS?")
          .doesNotContain("_temporary");
    }
  }
}
