package org.datareload.proof.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.datareload.store.AdaptiveLimiter;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.S3Clients;
import org.datareload.store.S3ObjectStore;
import org.datareload.store.StoreSettings;
import org.datareload.store.StoredObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What a copy costs the program itself: copies against a store that answers at once, in a process
 * of their own. Prints copies a second and CPU time a copy of each round; the first has the
 * compilation in it. {@code ClientBenchmark [copies] [rounds] [in flight]}.
 */
final class ClientBenchmark {
  private static final String ETAG = "0cc175b9c0f1b6a831c399e269772661";
  private static final String RESULT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <CopyObjectResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
      <LastModified>2026-01-02T03:04:05.000Z</LastModified>\
      <ETag>&quot;%s&quot;</ETag></CopyObjectResult>"""
          .formatted(ETAG);

  private ClientBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 4) {
      copy(
          URI.create(arguments[0]),
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]),
          Integer.parseInt(arguments[3]));
      System.exit(0);
    }
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    var server =
        vertx
            .createHttpServer()
            .requestHandler(ClientBenchmark::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    var client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ClientBenchmark.class.getName(),
                "http://127.0.0.1:" + server.actualPort(),
                arguments.length > 0 ? arguments[0] : "10000",
                arguments.length > 1 ? arguments[1] : "4",
                arguments.length > 2 ? arguments[2] : "64")
            .inheritIO()
            .start();
    System.exit(client.waitFor());
  }

  private static void answer(HttpServerRequest request) {
    request
        .response()
        .putHeader("Content-Type", "application/xml")
        .putHeader("Date", "Fri, 02 Jan 2026 03:04:05 GMT")
        .end(RESULT);
  }

  private static void copy(URI endpoint, int copies, int rounds, int inFlight) throws Exception {
    var settings = new StoreSettings(endpoint, "us-east-1", true, inFlight, 1 << 30, 1 << 26);
    var limiter = new AdaptiveLimiter(inFlight);
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
    try (var client = S3Clients.open(settings, limiter, credentials)) {
      var store = new S3ObjectStore(client, limiter, settings, Map.of());
      for (int round = 1; round <= rounds; round++) {
        var before = cpu();
        var start = System.nanoTime();
        copy(store, copies, inFlight);
        System.out.printf(
            "round %d: %.0f copies a second, %.3f ms CPU a copy%n",
            round, copies * 1e9 / (System.nanoTime() - start), (cpu() - before) / 1e6 / copies);
      }
    }
  }

  private static void copy(ObjectStore store, int copies, int inFlight) throws Exception {
    var turns = new Semaphore(inFlight);
    var left = new CountDownLatch(copies);
    var failure = new AtomicReference<Throwable>();
    for (int i = 0; i < copies; i++) {
      turns.acquire();
      copy(store, i)
          .whenComplete(
              (copy, failed) -> {
                failure.compareAndSet(null, failed);
                turns.release();
                left.countDown();
              });
    }
    left.await();
    if (failure.get() != null) {
      throw new IllegalStateException("a copy failed", failure.get());
    }
  }

  private static CompletableFuture<StoredObject> copy(ObjectStore store, int number) {
    var folder = "sales/orders/upload_date=1700000000/ann/csv/";
    var name = "part-" + number + ".csv";
    var source = new StoredObject(folder + name, 1, ETAG, null, Instant.EPOCH);
    var target = new ObjectRef("lake", folder + "01M8JND53E07796TB3KD4K5SGH/" + name);
    return store.copy("landing", source, target);
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
