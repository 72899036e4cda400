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
 * Sends requests to the store while the responses to earlier ones are recorded, so that neither
 * waits for the other. The number of requests in memory is bounded.
 */
public final class Pipeline {
  /** Requests that are sent or wait for the limiter; more than it ever lets through at once. */
  private static final int MAX_OPEN = 1_000;

  /** Responses that are recorded in one transaction. */
  private static final int BATCH = 500;

  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private Pipeline() {}

  /**
   * Sends a request for each item and passes the responses on in batches, on the calling thread,
   * within two seconds of their arrival. After the first failure nothing more is sent; the
   * responses to open requests are awaited and recorded, then the failure is thrown.
   */
  public static <T, R> void run(
      Iterator<T> items, Function<T, CompletableFuture<R>> send, Consumer<List<R>> record) {
    var responses = new LinkedBlockingQueue<Response<R>>();
    var open = 0;
    RuntimeException failure = null;
    while (true) {
      while (failure == null && open < MAX_OPEN && items.hasNext()) {
        send(items.next(), send, responses);
        open++;
      }
      if (open == 0) {
        break;
      }
      var values = new ArrayList<R>(BATCH);
      for (var response : batch(responses, open)) {
        open--;
        if (response.failure() == null) {
          values.add(response.value());
        } else if (failure == null) {
          failure = Reason.unwrapped(response.failure());
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

  /** The same, where after a failure even the requests that wait for the limiter are not sent. */
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
      T item, Function<T, CompletableFuture<R>> send, LinkedBlockingQueue<Response<R>> responses) {
    try {
      send.apply(item)
          .whenComplete((value, failure) -> responses.add(new Response<>(value, failure)));
    } catch (RuntimeException refused) {
      responses.add(new Response<>(null, refused));
    }
  }

  /** Waits until a batch is full, or for two seconds after the first response. */
  private static <R> List<Response<R>> batch(LinkedBlockingQueue<Response<R>> responses, int open) {
    var batch = new ArrayList<Response<R>>(BATCH);
    var size = Math.min(BATCH, open);
    try {
      batch.add(responses.take());
      var until = System.nanoTime() + MAX_WAIT_NANOS;
      while (batch.size() < size) {
        var next = responses.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
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

  private record Response<R>(R value, Throwable failure) {}
}
