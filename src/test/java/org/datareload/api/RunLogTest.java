package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;

/** The log as machines read it: which execution, dataset and user each line is about. */
class RunLogTest {
  @Test
  void linesOfARunNameItAndNoOtherLinesDo() throws Exception {
    var ran = new ArrayList<String>();
    List<LogEvent> events;
    Configurator.setLevel("org.datareload", Level.INFO);
    try (var lines = new LogLines();
        var server = new TestServer(Map.of("reload.executions.parallel", "1"))) {
      for (var name : List.of("orders", "others")) {
        server.createDataset("sales", name);
        server.land("sales/" + name, "a.csv", "1");
        ran.add(run(server, "sales/" + name));
      }
      events = lines.events();
    }
    var json = json();
    for (var event : events) {
      if (!event.getLoggerName().startsWith("org.datareload")) {
        continue;
      }
      JsonNode line = TestServer.JSON.readTree(json.toSerializable(event));
      var message = line.path("message").asText();
      var about = ran.stream().filter(message::contains).findFirst().orElse("");
      var isRequest = event.getThreadName().startsWith("vert.x-worker");
      if (!isRequest) {
        assertThat(line.path("execution").asText()).as(message).isEqualTo(about);
      }
      if (!about.isEmpty() && !isRequest) {
        assertThat(line.path("dataset").asText())
            .isEqualTo(about.equals(ran.get(0)) ? "sales/orders" : "sales/others");
        assertThat(line.path("user").asText()).isEqualTo("local");
      }
    }
    assertThat(events)
        .filteredOn(e -> ran.get(0).equals(e.getContextData().getValue("execution")))
        .hasSizeGreaterThan(1);
  }

  private static String run(TestServer server, String dataset) {
    var path = "/api/v1/datasets/" + dataset + "/executions";
    var id = server.post(path, "{\"all\":true,\"expected\":1}").json().path("id").asText();
    await()
        .until(
            () -> server.get("/api/v1/executions/" + id).json().path("status").asText(),
            "completed"::equals);
    return id;
  }

  /** The layout that the product writes JSON with. */
  private static PatternLayout json() throws IOException {
    var properties = new Properties();
    try (var in = RunLogTest.class.getResourceAsStream("/log4j2.properties")) {
      properties.load(in);
    }
    return PatternLayout.newBuilder()
        .withPattern(properties.getProperty("property.json"))
        .withAlwaysWriteExceptions(false)
        .build();
  }
}
