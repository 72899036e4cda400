package org.datareload.proof.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.datareload.proof.history.Player.Job;
import org.datareload.proof.history.Step.Dies;
import org.datareload.proof.history.Step.Doubles;
import org.datareload.proof.history.Step.Fails;
import org.datareload.proof.history.Step.Mishap;
import org.datareload.proof.history.Step.Stalls;
import org.datareload.store.StoreFailedException;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.ProcessCrash;
import org.datareload.testing.Stall;
import org.datareload.testing.TestProcess;
import software.amazon.awssdk.core.exception.SdkException;

/** Lets mishaps befall the process that does a job. */
final class Mishaps {
  /** How much of the job is known to be done. */
  enum Outcome {
    WHOLE,
    CUT,
    FAULTY
  }

  private final World world;
  private final Consumer<String> whenStalled;

  /**
   * @param whenStalled is told the place before anything else happens
   */
  Mishaps(World world, Consumer<String> whenStalled) {
    this.world = world;
    this.whenStalled = whenStalled;
  }

  /**
   * @param process does the job where nothing befalls it
   */
  Outcome play(Mishap mishap, TestProcess process, Job job, Consumer<Step> meanwhile) {
    if (mishap instanceof Dies dies) {
      return die(new ProcessCrash(dies.at()), job);
    }
    if (mishap instanceof Fails fails) {
      return fail(new Failing(fails.seed(), fails.percent()), job);
    }
    if (mishap instanceof Stalls stalls) {
      return stall(stalls, job, meanwhile);
    }
    if (mishap instanceof Doubles) {
      world.edge.to(new Doubling());
    }
    try {
      job.run(process);
      return Outcome.WHOLE;
    } finally {
      if (mishap instanceof Doubles) {
        world.edge.to(FaultPoint.OPEN);
      }
    }
  }

  private Outcome die(ProcessCrash death, Job job) {
    world.edge.to(death);
    try {
      job.run(world.first);
    } catch (Throwable died) {
      assertThat(death.place()).as("reason for %s", died).isNotNull();
    } finally {
      world.edge.to(FaultPoint.OPEN);
    }
    return death.place() == null ? Outcome.WHOLE : Outcome.CUT;
  }

  private Outcome fail(FaultPoint failing, Job job) {
    world.edge.to(failing);
    try {
      job.run(world.first);
    } catch (RuntimeException failed) {
      // As told; what became of it shows later.
      assertThat(isOutage(failed)).as("a failing store or database for %s", failed).isTrue();
    } finally {
      world.edge.to(FaultPoint.OPEN);
    }
    return Outcome.FAULTY;
  }

  /** Whether a store or a database that fails rightly causes this. */
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
    world.edge.to(stall);
    try {
      var working =
          CompletableFuture.runAsync(
              () -> job.run(world.first), task -> new Thread(task, "stalled").start());
      CompletableFuture.anyOf(working, stall.reached()).get(1, TimeUnit.MINUTES);
      whenStalled.accept(stall.reached().getNow("nowhere"));
      stalls.meanwhile().forEach(meanwhile);
      stall.wake();
      working.get(1, TimeUnit.MINUTES);
    } catch (Exception failed) {
      throw new AssertionError("the process that stalled at " + stall.reached(), failed);
    } finally {
      stall.wake();
      world.edge.to(FaultPoint.OPEN);
    }
    return Outcome.CUT;
  }

  private static final class Doubling implements FaultPoint {
    @Override
    public boolean doubles(String write) {
      return true;
    }
  }
}
