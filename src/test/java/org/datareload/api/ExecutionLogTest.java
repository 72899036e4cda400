package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.Test;

/** Execution, dataset and user of each line of the JSON log. */
class ExecutionLogTest {
  @Test
  void onlyLinesOfAnExecutionNameIt() throws Exception {
    var executions = new ArrayList<String>();
    List<LogEvent> events;
    Configurator.setLevel("org.datareload", Level.INFO);
    try (var lines = new LogLines();
        var server = new TestServer(Map.of("reload.executions.parallel", "1"))) {
      for (var name : List.of("orders", "others")) {
        server.createDataset("sales", name);
        server.land("sales/" + name, "a.csv", "1");
        executions.add(server.process("sales/" + name, "{\"all\":true,\"expected\":1}"));
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
      var execution = executions.stream().filter(message::contains).findFirst().orElse("");
      var isRequest = event.getThreadName().startsWith("vert.x-worker");
      if (!isRequest) {
        assertThat(line.path("execution").asText()).as(message).isEqualTo(execution);
      }
      if (!execution.isEmpty() && !isRequest) {
        assertThat(line.path("dataset").asText())
            .isEqualTo(execution.equals(executions.get(0)) ? "sales/orders" : "sales/others");
        assertThat(line.path("user").asText()).isEqualTo("local");
      }
    }
    assertThat(events)
        .filteredOn(e -> executions.get(0).equals(e.getContextData().getValue("execution")))
        .hasSizeGreaterThan(1);
  }

  /** The JSON layout of the product. */
  private static PatternLayout json() throws IOException {
    var properties = new Properties();
    try (var in = ExecutionLogTest.class.getResourceAsStream("/log4j2.properties")) {
      properties.load(in);
    }
    return PatternLayout.newBuilder()
        .withPattern(properties.getProperty("property.json"))
        .withAlwaysWriteExceptions(false)
        .build();
  }
}
