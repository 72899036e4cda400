package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditLogTest extends DatabaseContract {
  private static final Principal ANA = new Principal("ana", null, false);
  private static final String ORDERS = "01ORDERS";
  private static final String RETURNS = "01RETURNS";

  private AuditLog auditLog;

  AuditLogTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openAuditLog() {
    auditLog = new AuditLog(jdbi.onDemand(AuditLogSql.class));
  }

  @Test
  void listsTheEntriesOfADatasetNewestFirst() {
    var script = ANA.within(new Scope("01TOKEN", Set.of(Action.PROCESS), null));
    auditLog.record(ANA, "createDataset", ORDERS, "192.0.2.1", Map.of("name", "\"orders\"\n"));
    auditLog.record(script, "startExecution", ORDERS, "192.0.2.2", Map.of());
    auditLog.record(ANA, "updateDataset", RETURNS, "192.0.2.1", Map.of());

    var page = auditLog.page(ORDERS, null, 10);
    assertThat(page)
        .extracting(AuditEntry::action)
        .containsExactly("startExecution", "createDataset");
    assertThat(page.get(0).tokenId()).isEqualTo("01TOKEN");
    assertThat(page.get(1).detail()).isEqualTo(Map.of("name", "\"orders\"\n"));
    assertThat(page.get(1).address()).isEqualTo("192.0.2.1");
    assertThat(auditLog.page(ORDERS, page.get(0).id(), 10)).containsExactly(page.get(1));
    assertThat(auditLog.page(ORDERS, null, 1)).containsExactly(page.get(0));
  }

  @Test
  void limitsTheLengthOfDetails() {
    auditLog.record(ANA, "x", ORDERS, "192.0.2.1", Map.of("a", "ä".repeat(5000)));
    var many = new HashMap<String, String>();
    for (int i = 0; i < 100; i++) {
      many.put("field" + i, "x".repeat(100));
    }
    auditLog.record(ANA, "x", ORDERS, "192.0.2.1", many);

    var page = auditLog.page(ORDERS, null, 10);
    assertThat(page.get(0).detail()).containsOnlyKeys("shortened");
    assertThat(page.get(1).detail().get("a")).hasSize(201);
  }
}
