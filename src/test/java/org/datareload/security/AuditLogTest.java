package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditLogTest extends DatabaseContract {
  private static final Principal ANA = new Principal("ana", null, false);
  private static final String ORDERS = "01ORDERS";
  private static final String RETURNS = "01RETURNS";

  private static final String COUNT = "SELECT COUNT(*) FROM audit";

  /** Doubles the rows. */
  private static final String COPY =
      """
      INSERT INTO audit (id, user_id, action, dataset_id, address, detail)
      SELECT '0C' || LPAD(CAST(:n + ROW_NUMBER() OVER (ORDER BY id) AS VARCHAR(9)), 10, '0'),
        user_id, action, dataset_id, address, detail FROM audit
      """;

  private AuditLog auditLog;

  AuditLogTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openAuditLog() {
    auditLog = new AuditLog(jdbi.onDemand(AuditLogSql.class), 365);
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
  void listsAllEntriesAlsoThoseWithoutDatasetAndOfDeletedOnes() {
    var orders = new Datasets(jdbi.onDemand(DatasetSql.class)).create(dataset("orders"));
    auditLog.record(ANA, "createDataset", orders.id(), "192.0.2.1", Map.of());
    auditLog.record(ANA, "refuseSignIn", null, "192.0.2.2", Map.of());
    auditLog.record(ANA, "deleteDataset", RETURNS, "192.0.2.1", Map.of());

    var first = auditLog.page(null, 2);
    assertThat(first)
        .extracting(AuditEntry::action)
        .containsExactly("deleteDataset", "refuseSignIn");
    var second = auditLog.page(first.get(1).id(), 2);
    assertThat(second).extracting(AuditEntry::dataset).containsExactly("sales/orders");
    assertThat(first).extracting(AuditEntry::dataset).containsOnlyNulls();
    assertThat(first).extracting(AuditEntry::datasetId).containsExactly(RETURNS, null);
  }

  private static NewDataset dataset(String name) {
    var settings = DatasetSettings.of(List.of("ana@example.com"));
    return new NewDataset("sales", name, "csv", "reload", settings);
  }

  @Test
  void forgetsEntriesThatAreTooOldHoweverManyThereAre() {
    auditLog.record(ANA, "refuseSignIn", null, "192.0.2.1", Map.of());
    auditLog.record(ANA, "signIn", null, "192.0.2.1", Map.of());
    auditLog.record(ANA, "createDataset", ORDERS, "192.0.2.1", Map.of());
    for (var doubling = 0; doubling < 10; doubling++) {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(COPY)
                  .bind("n", handle.select(COUNT).mapTo(Integer.class).one())
                  .execute());
    }
    age("refuseSignIn", 366);
    age("createDataset", 364);

    auditLog.forgetOld();

    assertThat(auditLog.page(null, 5_000))
        .hasSize(2 << 10)
        .extracting(AuditEntry::action)
        .containsOnly("signIn", "createDataset");
    auditLog.forgetOld();
    assertThat(auditLog.page(ORDERS, null, 5_000)).hasSize(1 << 10);
  }

  private void age(String action, int days) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE audit SET happened_at = CURRENT_TIMESTAMP"
                        + " - CAST(:days AS INTEGER) * INTERVAL '1' DAY WHERE action = :action")
                .bind("days", days)
                .bind("action", action)
                .execute());
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
