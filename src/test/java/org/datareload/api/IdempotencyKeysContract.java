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

/** One request that is sent again and again. */
abstract class IdempotencyKeysContract extends DatabaseContract {
  private static final ApiResponse DONE = ApiResponse.created(202, "/made", Map.of("id", "x"));

  private final AtomicInteger worked = new AtomicInteger();
  private IdempotencyKeys idempotencyKeys;

  IdempotencyKeysContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openRepetitions() {
    idempotencyKeys = new IdempotencyKeys(jdbi.onDemand(IdempotencyKeySql.class));
  }

  private static ApiRequest call(String body) {
    var credentials = new RequestCredentials("POST", null, null, null, null, null, "127.0.0.1");
    var headers = Map.of("idempotency-key", "key");
    return new ApiRequest(
            "startExecution", Principal.LOCAL, credentials, Map.of(), Map.of(), headers, null)
        .with(Json.read(body.getBytes()));
  }

  private ApiResponse send(Supplier<ApiResponse> work) {
    return idempotencyKeys.once(call("{}"), work, UnaryOperator.identity());
  }

  private ApiResponse work() {
    worked.incrementAndGet();
    return DONE;
  }

  @Test
  void isDoneOnceHoweverManySendItAtOnce() throws Exception {
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
      var answered = new ArrayList<Object>();
      for (var reply : pool.invokeAll(Collections.nCopies(8, sender))) {
        answered.add(reply.get());
      }
      assertThat(worked).hasValue(1);
      assertThat(answered)
          .filteredOn(ApiResponse.class::isInstance)
          .isNotEmpty()
          .containsOnly(DONE);
      assertThat(answered)
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
  void isTakenOverFromWhoDied() {
    assertThatThrownBy(() -> send(this::die)).isInstanceOf(Death.class);
    assertThatThrownBy(() -> send(this::work)).isInstanceOf(ProblemException.class);
    age();
    assertThat(send(this::work)).isEqualTo(DONE);
    assertThat(worked).hasValue(1);
  }

  @Test
  void keepsTheAnswerOfWhoTookItOver() {
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
  void isDoneAnewWhereItFailed() {
    var away = ApiResponse.of(Problem.of(503, "away"));
    assertThat(send(() -> away)).isEqualTo(away);
    assertThat(send(this::work)).isEqualTo(DONE);
  }

  /** No RuntimeException: as if the process had been killed, nothing is tidied up. */
  private static final class Death extends Error {}

  private ApiResponse die() {
    throw new Death();
  }

  private void age() {
    var age = "UPDATE repetition SET created_at = CURRENT_TIMESTAMP - INTERVAL '6' MINUTE";
    jdbi.useHandle(handle -> handle.execute(age));
  }
}
