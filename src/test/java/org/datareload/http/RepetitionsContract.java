package org.datareload.http;

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
import org.datareload.DatabaseContract;
import org.datareload.TestDatabases.TestDatabase;
import org.datareload.access.Approach;
import org.datareload.access.Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request that is sent again and again. */
abstract class RepetitionsContract extends DatabaseContract {
  private static final Answer DONE = Answer.created(202, "/made", Map.of("id", "x"));

  private final AtomicInteger worked = new AtomicInteger();
  private Repetitions repetitions;

  RepetitionsContract(Supplier<TestDatabase> fresh) {
    super(fresh);
  }

  @BeforeEach
  void openRepetitions() {
    repetitions = new Repetitions(jdbi.onDemand(RepetitionSql.class));
  }

  private static Call call(String body) {
    var approach = new Approach("POST", null, null, null, null, null, "127.0.0.1");
    var headers = Map.of("idempotency-key", "key");
    return new Call("startExecution", Principal.LOCAL, approach, Map.of(), Map.of(), headers, null)
        .with(Json.read(body.getBytes()));
  }

  private Answer send(Supplier<Answer> work) {
    return repetitions.once(call("{}"), work, UnaryOperator.identity());
  }

  private Answer work() {
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
      assertThat(answered).filteredOn(Answer.class::isInstance).isNotEmpty().containsOnly(DONE);
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
    var second = Answer.created(202, "/second", Map.of());
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
    var away = Answer.of(Problem.of(503, "away"));
    assertThat(send(() -> away)).isEqualTo(away);
    assertThat(send(this::work)).isEqualTo(DONE);
  }

  /** No RuntimeException: as if the process had been killed, nothing is tidied up. */
  private static final class Death extends Error {}

  private Answer die() {
    throw new Death();
  }

  private void age() {
    var age = "UPDATE repetition SET created_at = CURRENT_TIMESTAMP - INTERVAL '6' MINUTE";
    jdbi.useHandle(handle -> handle.execute(age));
  }
}
