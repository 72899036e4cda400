package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Supplier;
import org.datareload.Invariants;
import org.datareload.TestDatabases.TestDatabase;
import org.datareload.execution.Status;
import org.junit.jupiter.api.Test;

/** What a reload does when nothing fails, and what it refuses to do. */
abstract class ReloadsContract extends ReloadContract {
  ReloadsContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Test
  void loadsAFolderOnceItsTriggerFileStands() {
    orders.put("a.csv", "alpha");
    orders.put("b.csv", "");

    var done = reload();

    assertThat(done.status()).isEqualTo(Status.COMPLETED);
    assertThat(done.startedBy()).isEqualTo("ann");
    assertThat(done.generation()).isEqualTo(1);
    assertThat(done.planned().files()).isEqualTo(2);
    assertThat(done.planned().bytes()).isEqualTo(5);
    assertThat(done.copied()).isEqualTo(done.planned());
    assertThat(done.finishedAt()).isAfterOrEqualTo(done.committedAt());
    assertThat(orders.content()).isEqualTo(Map.of("a.csv", "alpha", "b.csv", ""));
    assertThat(orders.lake())
        .extracting(object -> object.key())
        .containsExactly(
            orders.folder() + done.id() + "/a.csv", orders.folder() + done.id() + "/b.csv");
    assertThat(zones.list(zones.zones().landing(), "")).isEmpty();
    assertThat(orders.files("completed")).hasSize(2);
    assertThat(orders.mails()).containsExactly("completed");
    Invariants.quiet(orders);
  }
}
