package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;
import org.datareload.testing.DatabaseContract;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request that is sent again with the same key. */
class IdempotencyKeysTest extends DatabaseContract {
  private static final ApiResponse DONE = ApiResponse.created(202, "/made", Map.of("id", "x"));

  private final AtomicInteger worked = new AtomicInteger();
  private IdempotencyKeys idempotencyKeys;

  IdempotencyKeysTest(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void open() {
    idempotencyKeys = new IdempotencyKeys(jdbi.onDemand(IdempotencyKeySql.class));
  }

  private static ApiRequest request(String body) {
    var credentials = new RequestCredentials("POST", null, null, null, null, null, "127.0.0.1");
    var headers = Map.of("idempotency-key", "key");
    return new ApiRequest(
            "startExecution", Principal.LOCAL, credentials, Map.of(), Map.of(), headers, null)
        .withBody(Json.read(body.getBytes()));
  }

  private ApiResponse send(Supplier<ApiResponse> work) {
    return idempotencyKeys.once(request("{}"), work, UnaryOperator.identity());
  }

  private ApiResponse work() {
    worked.incrementAndGet();
    return DONE;
  }

  @Test
  void isHandledOnceByManyConcurrentSenders() throws Exception {
    var together = new CountDownLatch(8);
    Callable<Object> sender =
        () -> {
          together.countDown();
          together.await();
          try {
            return send(this::work);
          } catch (ProblemException later) {
            return later.problem();
          }
        };
    var pool = Executors.newFixedThreadPool(8);
    try {
      var responses = new ArrayList<Object>();
      for (var reply : pool.invokeAll(Collections.nCopies(8, sender))) {
        responses.add(reply.get());
      }
      assertThat(worked).hasValue(1);
      assertThat(responses)
          .filteredOn(ApiResponse.class::isInstance)
          .isNotEmpty()
          .containsOnly(DONE);
      assertThat(responses)
          .filteredOn(Problem.class::isInstance)
          .allSatisfy(
              reply -> {
                assertThat(((Problem) reply).status()).isEqualTo(409);
                assertThat(((Problem) reply).headers()).containsKey("Retry-After");
              });
      assertThat(send(this::work)).isEqualTo(DONE);
      assertThat(worked).hasValue(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void isTakenOverFromAProcessThatDied() {
    assertThatThrownBy(() -> send(this::crash)).isInstanceOf(Crash.class);
    assertThatThrownBy(() -> send(this::work)).isInstanceOf(ProblemException.class);
    age();
    assertThat(send(this::work)).isEqualTo(DONE);
    assertThat(worked).hasValue(1);
  }

  @Test
  void keepsTheResponseOfTheTakeover() {
    var second = ApiResponse.created(202, "/second", Map.of());
    var first =
        send(
            () -> {
              age();
              assertThat(send(() -> second)).isEqualTo(second);
              return DONE;
            });
    assertThat(first).isEqualTo(DONE);
    assertThat(send(this::work)).isEqualTo(second);
    assertThat(worked).hasValue(0);
  }

  @Test
  void isHandledAgainAfterAFailure() {
    var unavailable = ApiResponse.of(Problem.of(503, "unavailable"));
    assertThat(send(() -> unavailable)).isEqualTo(unavailable);
    assertThat(send(this::work)).isEqualTo(DONE);
  }

  /** An Error, so that nothing is cleaned up, as after kill -9. */
  private static final class Crash extends Error {}

  private ApiResponse crash() {
    throw new Crash();
  }

  private void age() {
    var age = "UPDATE repetition SET created_at = CURRENT_TIMESTAMP - INTERVAL '6' MINUTE";
    jdbi.useHandle(handle -> handle.execute(age));
  }
}
