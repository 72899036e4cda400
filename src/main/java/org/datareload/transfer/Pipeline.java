package org.datareload.transfer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.datareload.execution.ExecutionLostException;
import org.datareload.execution.Reason;
import org.datareload.store.ObjectStore;

/**
 * Keeps requests to the store ahead of the bookkeeping of their answers, so that neither waits for
 * the other, and holds no more than a bounded number of them however many there are.
 */
public final class Pipeline {
  /** Requests sent or waiting for the store's window; more than any window, little memory. */
  private static final int AHEAD = 1_000;

  /** Answers recorded in one transaction. */
  private static final int BATCH = 500;

  private Pipeline() {}

  /**
   * Sends a request for each item and hands the answers on in batches, on the calling thread,
   * within two seconds of their arrival. At the first failure nothing more is sent; the answers
   * that are under way are awaited and recorded, then the failure is thrown.
   */
  public static <T, R> void run(
      Iterator<T> items, Function<T, CompletableFuture<R>> send, Consumer<List<R>> record) {
    var answers = new LinkedBlockingQueue<Answer<R>>();
    var open = 0;
    RuntimeException failure = null;
    while (true) {
      while (failure == null && open < AHEAD && items.hasNext()) {
        send(items.next(), send, answers);
        open++;
      }
      if (open == 0) {
        break;
      }
      var values = new ArrayList<R>(BATCH);
      for (var answer : batch(answers, open)) {
        open--;
        if (answer.failure() == null) {
          values.add(answer.value());
        } else if (failure == null) {
          failure = Reason.unwrapped(answer.failure());
        }
      }
      if (!values.isEmpty()) {
        record.accept(values);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * The same for what must not go on after a failure: of the requests that wait for their turn at
   * the store, none is sent any more.
   */
  public static <T, R> void run(
      ObjectStore store,
      Iterator<T> items,
      BiFunction<ObjectStore, T, CompletableFuture<R>> send,
      Consumer<List<R>> record) {
    var failed = new AtomicReference<Throwable>();
    var stopping =
        store.checkedBy(
            () -> {
              if (failed.get() != null) {
                throw Reason.unwrapped(failed.get());
              }
            });
    run(
        items,
        item ->
            send.apply(stopping, item)
                .whenComplete((value, failure) -> failed.compareAndSet(null, failure)),
        record);
  }

  private static <T, R> void send(
      T item, Function<T, CompletableFuture<R>> send, LinkedBlockingQueue<Answer<R>> answers) {
    try {
      send.apply(item).whenComplete((value, failed) -> answers.add(new Answer<>(value, failed)));
    } catch (RuntimeException refused) {
      answers.add(new Answer<>(null, refused));
    }
  }

  /** Waits until a batch is full, or two seconds after the first answer at the latest. */
  private static <R> List<Answer<R>> batch(LinkedBlockingQueue<Answer<R>> answers, int open) {
    var batch = new ArrayList<Answer<R>>(BATCH);
    var size = Math.min(BATCH, open);
    try {
      batch.add(answers.take());
      var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      while (batch.size() < size) {
        var next = answers.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          break;
        }
        batch.add(next);
      }
      return batch;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ExecutionLostException("this process is stopping");
    }
  }

  private record Answer<R>(R value, Throwable failure) {}
}
