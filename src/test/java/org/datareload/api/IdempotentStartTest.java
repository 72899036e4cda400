package org.datareload.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.Executions;
import org.datareload.landing.DeletionSql;
import org.datareload.landing.Deletions;
import org.datareload.landing.FilePageSql;
import org.datareload.landing.FilePages;
import org.datareload.landing.LandingFileSql;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.LandingProblemSql;
import org.datareload.landing.LandingProblems;
import org.datareload.landing.LandingZone;
import org.datareload.landing.PreviewSql;
import org.datareload.landing.Previews;
import org.datareload.security.Access;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;
import org.datareload.store.TestStore;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.LostConnection;
import org.datareload.testing.ProcessCrash;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests for an execution that are repeated because they got no response. */
class IdempotentStartTest extends DatabaseContract {
  private static final String KEY = "sales/orders/upload_date=1700000000/ana/csv/a.csv";
  private static final String ALL = "{\"all\":true,\"expected\":1}";

  private final TestStore store = new TestStore();

  IdempotentStartTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void land() {
    var orders = datasets(jdbi).create(orders());
    store.put(KEY, "1");
    files(jdbi).refresh(orders, List.of(KEY));
  }

  private static NewDataset orders() {
    var notifyTo = List.of("ana@example.com");
    return new NewDataset("sales", "orders", "csv", "reload", DatasetSettings.of(notifyTo));
  }

  @Test
  void startsOneExecutionWhereverTheProcessDies() {
    assertThat(
            startsOneAtEveryFaultPoint(ProcessCrash::new, crash -> ((ProcessCrash) crash).place()))
        .isEqualTo(7);
  }

  @Test
  void startsOneExecutionWhereverTheConnectionIsLost() {
    assertThat(
            startsOneAtEveryFaultPoint(
                LostConnection::new, lost -> ((LostConnection) lost).place()))
        .isGreaterThan(7);
  }

  /**
   * Interrupts a request at each of its fault points and repeats it; returns how many there are.
   */
  private int startsOneAtEveryFaultPoint(
      IntFunction<FaultPoint> faults, Function<FaultPoint, String> place) {
    for (var at = 1; ; at++) {
      var fault = faults.apply(at);
      var first = sendThrough(fault, "key " + at);
      age();
      end();

      var again = send(jdbi, "key " + at, ALL);

      var where = place.apply(fault);
      assertThat(again.status()).as("%s: %s", where, again.text()).isEqualTo(202);
      assertThat(executions()).as(where).hasSize(at);
      assertThat(again.headers().get("Location"))
          .as(where)
          .isEqualTo("/api/v1/executions/" + executions().get(at - 1));
      assertThat(again.text()).contains(executions().get(at - 1));
      if (where == null) {
        assertThat(first.headers().get("Location")).isEqualTo(again.headers().get("Location"));
        return at;
      }
      end();
    }
  }

  @Test
  void refusesAnotherRequestWithTheKeyOfAnExecution() {
    assertThat(send(jdbi, "key", ALL).status()).isEqualTo(202);
    execute("DELETE FROM repetition");
    end();

    var other = send(jdbi, "key", "{\"all\":true,\"expected\":1,\"q\":\"a\"}");

    assertThat(other.status()).as(other.text()).isEqualTo(422);
    assertThat(executions()).hasSize(1);
  }

  @Test
  void startsAnotherExecutionADayLater() {
    var first = send(jdbi, "key", ALL);
    execute("DELETE FROM repetition");
    execute("UPDATE execution SET accepted_at = accepted_at - INTERVAL '25' HOUR");
    end();

    var second = send(jdbi, "key", ALL);

    assertThat(second.status()).as(second.text()).isEqualTo(202);
    assertThat(second.headers().get("Location")).isNotEqualTo(first.headers().get("Location"));
    assertThat(executions()).hasSize(2);
  }

  private ApiResponse sendThrough(FaultPoint fault, String key) {
    try {
      return send(database.behind(fault), key, ALL);
    } catch (Error died) {
      return null;
    }
  }

  /** Handles a request in a process with this database. */
  private ApiResponse send(Jdbi of, String key, String body) {
    var datasets = datasets(of);
    var datasetAccess = new DatasetAccess(datasets, Access.open());
    var problems = new LandingProblems(of.onDemand(LandingProblemSql.class));
    var landingZone = new LandingZone(datasets, files(of), problems, store.store(), store.bucket());
    var deletions =
        new Deletions(of.onDemand(DeletionSql.class), store.store(), landingZone, store.bucket());
    var fileResource =
        new FileResource(
            datasetAccess,
            new FilePages(of.onDemand(FilePageSql.class)),
            deletions,
            new Previews(of.onDemand(PreviewSql.class)));
    var executions = new Executions(of.onDemand(AcceptanceSql.class));
    var resource = new ExecutionResource(datasetAccess, executions, fileResource, null, "lake");
    var idempotencyKeys = new IdempotencyKeys(of.onDemand(IdempotencyKeySql.class));
    var dispatcher =
        new OperationDispatcher(List.of(resource), UnaryOperator.identity(), idempotencyKeys);
    return dispatcher.handle(request(key, body));
  }

  private static ApiRequest request(String key, String body) {
    var credentials = new RequestCredentials("POST", null, null, null, null, null, "127.0.0.1");
    var path = Map.of("domain", "sales", "name", "orders");
    var headers = Map.of("idempotency-key", key);
    return new ApiRequest(
            "startExecution", Principal.LOCAL, credentials, path, Map.of(), headers, null)
        .withBody(Json.read(body.getBytes(UTF_8)));
  }

  private static Datasets datasets(Jdbi of) {
    return new Datasets(of.onDemand(DatasetSql.class));
  }

  private LandingFiles files(Jdbi of) {
    return new LandingFiles(of.onDemand(LandingFileSql.class), store.store(), store.bucket());
  }

  /** Makes requests in progress stale. */
  private void age() {
    execute("UPDATE repetition SET created_at = CURRENT_TIMESTAMP - INTERVAL '6' MINUTE");
  }

  /** Fails the running execution; its file is pending again. */
  private void end() {
    execute("UPDATE execution SET status = 'FAILED', active_dataset = NULL");
    execute("UPDATE file SET status = 'pending', execution_id = NULL");
    execute("UPDATE file_count SET files = 1, bytes = 1 WHERE status = 'pending'");
    execute("UPDATE file_count SET files = 0, bytes = 0 WHERE status = 'processing'");
  }

  private void execute(String statement) {
    jdbi.useHandle(handle -> handle.execute(statement));
  }

  /** The ids, oldest first. */
  private List<String> executions() {
    return jdbi.withHandle(
        handle -> handle.select("SELECT id FROM execution ORDER BY id").mapTo(String.class).list());
  }
}
