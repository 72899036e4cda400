package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.dataset.Visible;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class RolesContract extends DatabaseContract {
  private Members members;
  private AuditLog auditLog;
  private Dataset orders;
  private Dataset returns;

  RolesContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void createDatasets() {
    var datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    var mail = List.of("ann@example.org");
    orders = datasets.create(new NewDataset("sales", "orders", "csv", "reload", "", mail, false));
    returns = datasets.create(new NewDataset("sales", "returns", "csv", "reload", "", mail, false));
    members = new Members(jdbi.onDemand(MemberSql.class));
    auditLog = new AuditLog(jdbi.onDemand(AuditLogSql.class));
  }

  @Test
  void allowsWhatTheRoleAllowsInThisDatasetAlone() {
    members.put(orders.id(), "ana", Role.OWNER);
    members.put(orders.id(), "ben", Role.EDITOR);
    members.put(orders.id(), "cyd", Role.READER);

    assertThat(allowed("ana", orders)).containsExactlyInAnyOrder(Action.values());
    assertThat(allowed("ben", orders))
        .containsExactlyInAnyOrder(Action.VIEW, Action.UPLOAD, Action.PROCESS, Action.DELETE);
    assertThat(allowed("cyd", orders)).containsExactly(Action.VIEW);
    assertThat(allowed("eve", orders)).isEmpty();
    assertThat(allowed("ana", returns)).isEmpty();
  }

  @Test
  void allowsAdministratorsEverythingWithinTheirScope() {
    var root = new Principal("root", null, true);
    var limited = root.within(new Scope("t", Set.of(Action.UPLOAD), orders.id()));

    assertThat(allowed(root, orders)).containsExactlyInAnyOrder(Action.values());
    assertThat(root.mayCreate()).isTrue();
    assertThat(allowed(limited, orders)).containsExactlyInAnyOrder(Action.VIEW, Action.UPLOAD);
    assertThat(allowed(limited, returns)).isEmpty();
    assertThat(limited.mayCreate()).isFalse();
    assertThat(members.visible(limited)).isEqualTo(new Visible(null, orders.id()));
  }

  @Test
  void changesAndEndsMemberships() {
    members.put(orders.id(), "ana", Role.OWNER);
    members.put(orders.id(), "ben", Role.READER);
    members.put(orders.id(), "ben", Role.EDITOR);

    assertThat(members.page(orders.id(), null, 10))
        .extracting(Member::userId, Member::role)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ana", Role.OWNER),
            org.assertj.core.groups.Tuple.tuple("ben", Role.EDITOR));
    assertThat(members.page(orders.id(), "ana", 10)).hasSize(1);
    assertThat(members.remove(orders.id(), "ben")).isTrue();
    assertThat(members.remove(orders.id(), "ben")).isFalse();
    assertThatThrownBy(() -> members.put(orders.id(), "a/b", Role.READER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsTheLastOwner() {
    members.put(orders.id(), "ana", Role.OWNER);

    assertThatThrownBy(() -> members.remove(orders.id(), "ana"))
        .isInstanceOf(LastOwnerException.class);
    assertThatThrownBy(() -> members.put(orders.id(), "ana", Role.READER))
        .isInstanceOf(LastOwnerException.class);
    members.put(orders.id(), "ana", Role.OWNER);
    members.put(orders.id(), "ben", Role.OWNER);
    assertThat(members.remove(orders.id(), "ana")).isTrue();
  }

  @Test
  void keepsOneOfTwoOwnersWhoLeaveAtOnce() throws Exception {
    members.put(orders.id(), "ana", Role.OWNER);
    members.put(orders.id(), "ben", Role.OWNER);
    var pool = Executors.newFixedThreadPool(2);
    pool.invokeAll(
        List.<Callable<Boolean>>of(
            () -> members.remove(orders.id(), "ana"), () -> members.remove(orders.id(), "ben")));
    pool.shutdown();

    assertThat(members.page(orders.id(), null, 10)).hasSize(1);
  }

  @Test
  void auditsInOrder() {
    var ana = new Principal("ana", null, false);
    var script = ana.within(new Scope("01TOKEN", Set.of(Action.PROCESS), null));
    auditLog.record(ana, "createDataset", orders.id(), "192.0.2.1", Map.of("name", "\"orders\"\n"));
    auditLog.record(script, "startExecution", orders.id(), "192.0.2.2", Map.of());
    auditLog.record(ana, "updateDataset", returns.id(), "192.0.2.1", Map.of());

    var page = auditLog.page(orders.id(), null, 10);
    assertThat(page)
        .extracting(AuditEntry::action)
        .containsExactly("startExecution", "createDataset");
    assertThat(page.get(0).tokenId()).isEqualTo("01TOKEN");
    assertThat(page.get(1).detail()).isEqualTo(Map.of("name", "\"orders\"\n"));
    assertThat(page.get(1).address()).isEqualTo("192.0.2.1");
    assertThat(auditLog.page(orders.id(), page.get(0).id(), 10)).containsExactly(page.get(1));
    assertThat(auditLog.page(orders.id(), null, 1)).containsExactly(page.get(0));
  }

  @Test
  void keepsDetailsSmall() {
    var ana = new Principal("ana", null, false);
    auditLog.record(ana, "x", orders.id(), "192.0.2.1", Map.of("a", "ä".repeat(5000)));
    var many = new java.util.HashMap<String, String>();
    for (int i = 0; i < 100; i++) {
      many.put("field" + i, "x".repeat(100));
    }
    auditLog.record(ana, "x", orders.id(), "192.0.2.1", many);

    var page = auditLog.page(orders.id(), null, 10);
    assertThat(page.get(0).detail()).containsOnlyKeys("shortened");
    assertThat(page.get(1).detail().get("a")).hasSize(201);
  }

  private Set<Action> allowed(String user, Dataset dataset) {
    return allowed(new Principal(user, null, false), dataset);
  }

  private Set<Action> allowed(Principal principal, Dataset dataset) {
    var allowed = EnumSet.allOf(Action.class);
    allowed.removeIf(action -> !members.may(principal, dataset, action));
    return allowed;
  }
}
