package org.datareload.config;

import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.datareload.api.TestServer;
import org.junit.jupiter.api.Test;

class CloseTest {
  @Test
  void aClosedProgramLeavesNoThreadsBehind() {
    var before = threads();

    new TestServer(Map.of()).close();

    await().until(() -> before.containsAll(threads()));
  }

  /** The threads of the web server, of Camel and of the database. */
  private static Set<Long> threads() {
    var ids = new TreeSet<Long>();
    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().matches("vert\\.x-.*|Camel .*|.*:housekeeper|H2-.*|MVStore .*")) {
        ids.add(thread.getId());
      }
    }
    return ids;
  }
}
