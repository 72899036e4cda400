package org.datareload.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Rejected;
import org.datareload.execution.Acceptance.Waiting;
import org.datareload.execution.ExecutionRequest.FolderTrigger;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which drops of one dataset are accepted. */
class DropOrderTest extends DatabaseContract {
  private Executions executions;
  private Dataset dataset;
  private Instant now;

  DropOrderTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void createDataset() {
    executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    dataset =
        new Datasets(jdbi.onDemand(DatasetSql.class))
            .create(
                new NewDataset(
                    "sales",
                    "orders",
                    "csv",
                    "reload",
                    DatasetSettings.of(List.of("ana@example.com"))));
    now = jdbi.withHandle(h -> h.select("SELECT CURRENT_TIMESTAMP").mapTo(Instant.class).one());
  }

  @Test
  void aDropIsNotAcceptedBeforeAnEarlierOneThatWaits() {
    assertThat(drop(1, now.minusSeconds(90))).isInstanceOf(Accepted.class);
    assertThat(drop(2, now.minusSeconds(60))).isInstanceOf(Waiting.class);
    endRunning();

    assertThat(drop(3, now.minusSeconds(30))).isInstanceOf(Waiting.class);
    executions.forgetWaiting(key(3));

    assertThat(executions.waiting()).containsExactly(key(2), key(3));
    assertThat(drop(2, now.minusSeconds(60))).isInstanceOf(Accepted.class);
    assertThat(drop(3, now.minusSeconds(30))).isInstanceOf(Waiting.class);
    endRunning();
    assertThat(drop(3, now.minusSeconds(30))).isInstanceOf(Accepted.class);
    endRunning();
    assertThat(executions.waiting()).isEmpty();
  }

  @Test
  void aDropDoesNotWaitForOneThatIsGone() {
    drop(1, now.minusSeconds(90));
    drop(2, now.minusSeconds(60));
    endRunning();
    drop(3, now.minusSeconds(30));

    executions.forgetWaiting(key(2));

    assertThat(executions.waiting()).containsExactly(key(3));
    assertThat(drop(3, now.minusSeconds(30))).isInstanceOf(Accepted.class);
  }

  @Test
  void aDropBeforeTheRunningExecutionWaitsHoweverLateItIsDecided() {
    drop(1, now.minusSeconds(90));
    jdbi.useHandle(h -> h.execute("UPDATE execution SET accepted_at = ?", now.minusSeconds(30)));

    assertThat(drop(2, now.minusSeconds(35), now.minusSeconds(20))).isInstanceOf(Waiting.class);
    assertThat(drop(3, now.minusSeconds(25), now.minusSeconds(20))).isInstanceOf(Rejected.class);
  }

  @Test
  void aDropThatWaitsAndIsWrittenAgainGoesOnWaiting() {
    drop(1, now.minusSeconds(90));
    jdbi.useHandle(h -> h.execute("UPDATE execution SET accepted_at = ?", now.minusSeconds(30)));
    assertThat(drop(2, now.minusSeconds(60))).isInstanceOf(Waiting.class);

    assertThat(drop(2, now.minusSeconds(10))).isInstanceOf(Waiting.class);

    endRunning();
    assertThat(executions.waiting()).containsExactly(key(2));
    assertThat(drop(2, now.minusSeconds(10))).isInstanceOf(Accepted.class);
    assertThat(executions.waiting()).isEmpty();
  }

  private Acceptance drop(int number, Instant at) {
    return drop(number, at, now);
  }

  private Acceptance drop(int number, Instant at, Instant observed) {
    var trigger =
        new FolderTrigger(
            key(number), "drop at " + at, observed, at, Duration.between(at, observed), number);
    return executions.accept(new ExecutionRequest(dataset.id(), "ana", trigger));
  }

  private static String key(int number) {
    return "sales/orders/upload_date=170000000" + number + "/ana/csv/_SUCCESS";
  }

  private void endRunning() {
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE execution SET status = 'FAILED', active_dataset = NULL"
                    + " WHERE active_dataset IS NOT NULL"));
  }
}
