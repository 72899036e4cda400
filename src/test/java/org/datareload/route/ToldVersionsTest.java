package org.datareload.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.execution.Status;
import org.datareload.landing.Deletion;
import org.datareload.landing.DeletionSql;
import org.datareload.landing.Deletions;
import org.datareload.landing.LandingZone;
import org.datareload.landing.Selection;
import org.datareload.store.TestZones;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.Test;

/** A landing zone with versions, whose events do not tell them. */
final class ToldVersionsTest extends ReloadContract {
  ToldVersionsTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @Override
  TestZones newZones() {
    return new TestZones(true);
  }

  @Test
  void theVersionThatTheListingShowsIsLoadedAndDeleted() {
    tell("a.csv", "1");

    assertThat(reload().status()).isEqualTo(Status.COMPLETED);

    assertThat(orders.content()).containsEntry("a.csv", "1");
    assertThat(orders.rows("SELECT version_id FROM file WHERE version_id IS NOT NULL")).hasSize(1);
    assertThat(versions()).isEmpty();
    Invariants.quiet(orders);
  }

  @Test
  void aPersonDeletesTheVersionThatTheStoreShows() {
    tell("a.csv", "1");

    var deletions =
        new Deletions(
            orders.jdbi().onDemand(DeletionSql.class),
            zones.store(),
            process.bean(LandingZone.class),
            zones.zones().landing());

    var done = deletions.delete(orders.dataset(), new Selection.All(List.of(), null, 1), "ann");

    assertThat(done).isEqualTo(new Deletion.Done(1, List.of(), true));
    assertThat(orders.files("deleted")).containsExactly("a.csv");
    assertThat(versions()).isEmpty();
  }

  private void tell(String name, String content) {
    var object =
        zones.put(
            zones.zones().landing(),
            orders.folder() + name,
            content.getBytes(StandardCharsets.UTF_8));
    receive(
        orders
            .event(object.key())
            .replace("\"sequencer\"", "\"eTag\":\"%s\",\"sequencer\"".formatted(object.etag())));
    assertThat(orders.files("pending")).containsExactly(name);
  }

  private List<String> versions() {
    return zones.versions(zones.zones().landing());
  }
}
