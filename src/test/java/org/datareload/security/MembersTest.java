package org.datareload.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.dataset.Visible;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembersTest extends DatabaseContract {
  private Members members;
  private Dataset orders;
  private Dataset returns;

  MembersTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void createDatasets() {
    var datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    var mail = List.of("ann@example.org");
    orders =
        datasets.create(
            new NewDataset("sales", "orders", "csv", "reload", DatasetSettings.of(mail)));
    returns =
        datasets.create(
            new NewDataset("sales", "returns", "csv", "reload", DatasetSettings.of(mail)));
    members = new Members(jdbi.onDemand(MemberSql.class));
  }

  @Test
  void allowWhatTheRoleAllowsInThisDatasetOnly() {
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
  void allowAdministratorsEverythingWithinTheirScope() {
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
  void areAddedChangedAndRemoved() {
    members.put(orders.id(), "ana", Role.OWNER);
    members.put(orders.id(), "ben", Role.READER);
    members.put(orders.id(), "ben", Role.EDITOR);

    assertThat(members.page(orders.id(), null, 10))
        .extracting(Member::userId, Member::role)
        .containsExactly(tuple("ana", Role.OWNER), tuple("ben", Role.EDITOR));
    assertThat(members.page(orders.id(), "ana", 10)).hasSize(1);
    assertThat(members.remove(orders.id(), "ben")).isTrue();
    assertThat(members.remove(orders.id(), "ben")).isFalse();
    assertThatThrownBy(() -> members.put(orders.id(), "a/b", Role.READER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepTheLastOwner() {
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
  void keepOneOfTwoOwnersWhoLeaveAtTheSameTime() throws Exception {
    members.put(orders.id(), "ana", Role.OWNER);
    members.put(orders.id(), "ben", Role.OWNER);
    var pool = Executors.newFixedThreadPool(2);
    pool.invokeAll(
        List.<Callable<Boolean>>of(
            () -> members.remove(orders.id(), "ana"), () -> members.remove(orders.id(), "ben")));
    pool.shutdown();

    assertThat(members.page(orders.id(), null, 10)).hasSize(1);
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
