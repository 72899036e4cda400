package org.datareload.proof.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.datareload.proof.history.Player.Job;
import org.datareload.proof.history.Step.Crashes;
import org.datareload.proof.history.Step.Disturbance;
import org.datareload.proof.history.Step.Duplicates;
import org.datareload.proof.history.Step.Fails;
import org.datareload.proof.history.Step.Stalls;
import org.datareload.store.StoreFailedException;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.ProcessCrash;
import org.datareload.testing.Stall;
import org.datareload.testing.TestProcess;
import software.amazon.awssdk.core.exception.SdkException;

/** Disturbs the process that does a job. */
final class Disturbances {
  /** What is known of the outcome of the job. */
  enum Outcome {
    COMPLETE,
    INTERRUPTED,
    FAULTY
  }

  private final Environment environment;
  private final Consumer<String> whenStalled;

  /**
   * @param whenStalled receives the place before anything else happens
   */
  Disturbances(Environment environment, Consumer<String> whenStalled) {
    this.environment = environment;
    this.whenStalled = whenStalled;
  }

  /**
   * @param process does the job unless it is disturbed
   */
  Outcome play(Disturbance disturbance, TestProcess process, Job job, Consumer<Step> meanwhile) {
    if (disturbance instanceof Crashes crash) {
      return crash(new ProcessCrash(crash.at()), job);
    }
    if (disturbance instanceof Fails fails) {
      return fail(new RandomFailures(fails.seed(), fails.percent()), job);
    }
    if (disturbance instanceof Stalls stalls) {
      return stall(stalls, job, meanwhile);
    }
    if (disturbance instanceof Duplicates) {
      environment.faults.to(new Duplicating());
    }
    try {
      job.run(process);
      return Outcome.COMPLETE;
    } finally {
      if (disturbance instanceof Duplicates) {
        environment.faults.to(FaultPoint.OPEN);
      }
    }
  }

  private Outcome crash(ProcessCrash crash, Job job) {
    environment.faults.to(crash);
    try {
      job.run(environment.first);
    } catch (Throwable died) {
      assertThat(crash.place()).as("reason for %s", died).isNotNull();
    } finally {
      environment.faults.to(FaultPoint.OPEN);
    }
    return crash.place() == null ? Outcome.COMPLETE : Outcome.INTERRUPTED;
  }

  private Outcome fail(FaultPoint failing, Job job) {
    environment.faults.to(failing);
    try {
      job.run(environment.first);
    } catch (RuntimeException failed) {
      // Expected; later checks show the outcome.
      assertThat(isOutage(failed)).as("a failing store or database for %s", failed).isTrue();
    } finally {
      environment.faults.to(FaultPoint.OPEN);
    }
    return Outcome.FAULTY;
  }

  /** Whether the failure of a store or a database explains this exception. */
  private static boolean isOutage(Throwable failed) {
    for (var cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException
          || cause instanceof SdkException
          || cause instanceof StoreFailedException) {
        return true;
      }
    }
    return false;
  }

  private Outcome stall(Stalls stalls, Job job, Consumer<Step> meanwhile) {
    var stall = new Stall(stalls.at());
    environment.faults.to(stall);
    try {
      var working =
          CompletableFuture.runAsync(
              () -> job.run(environment.first), task -> new Thread(task, "suspended").start());
      CompletableFuture.anyOf(working, stall.reached()).get(5, TimeUnit.MINUTES);
      whenStalled.accept(stall.reached().getNow("no place"));
      stalls.meanwhile().forEach(meanwhile);
      stall.wake();
      working.get(5, TimeUnit.MINUTES);
    } catch (Exception failed) {
      throw new AssertionError("the process that stalled at " + stall.reached(), failed);
    } finally {
      stall.wake();
      environment.faults.to(FaultPoint.OPEN);
    }
    return Outcome.INTERRUPTED;
  }

  private static final class Duplicating implements FaultPoint {
    @Override
    public CompletableFuture<Void> at(Moment moment, String write) {
      return GO;
    }

    @Override
    public boolean doubles(String write) {
      return true;
    }
  }
}
