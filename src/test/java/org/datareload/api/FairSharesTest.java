package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.datareload.security.Principal;
import org.datareload.security.RequestCredentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costly requests of one caller and of all at a time. */
class FairSharesTest {
  private final FairShares shares = new FairShares();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void stop() {
    done.countDown();
    clients.shutdown();
  }

  private static ApiRequest request(String operation, String user) {
    var credentials = new RequestCredentials("POST", null, null, null, null, null, "192.0.2.1");
    return new ApiRequest(
        operation,
        new Principal(user, null, false),
        credentials,
        Map.of(),
        Map.of(),
        Map.of(),
        null);
  }

  /** Begins a request that goes on until the test ends. */
  private Future<ApiResponse> begin(String operation, String user) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var handler =
        shares.apply(
            request -> {
              begun.countDown();
              try {
                done.await();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
              return ApiResponse.noContent();
            });
    var response = clients.submit(() -> handler.handle(request(operation, user)));
    begun.await();
    return response;
  }

  private ApiResponse send(String operation, String user) {
    return shares.apply(request -> ApiResponse.noContent()).handle(request(operation, user));
  }

  @ParameterizedTest
  @CsvSource({
    "previewSelection, startExecution, 8",
    "startExecution, deleteFiles, 8",
    "deleteFiles, previewSelection, 8",
    "createUploads, completeUploads, 16",
    "completeUploads, signUploads, 16",
    "signUploads, abortUploads, 16",
    "abortUploads, readUpload, 16",
    "readUpload, createUploads, 16",
    "readReceipt, readReceipt, 4"
  })
  void leavesRoomToOthersAndToOtherRequests(String operation, String alike, int share)
      throws Exception {
    var all = new ArrayList<Future<ApiResponse>>();
    for (var i = 0; i < share; i++) {
      all.add(begin(operation, "ana"));
    }

    assertThatThrownBy(() -> send(alike, "ana"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(429);
              assertThat(refused.problem().headers()).containsEntry("Retry-After", "1");
              assertThat(refused.problem().detail()).startsWith("You have " + share + " re");
            });
    assertThat(send(alike, "ben").status()).isEqualTo(204);
    assertThat(send("readDataset", "ana").status()).isEqualTo(204);
    done.countDown();
    for (var response : all) {
      assertThat(response.get().status()).isEqualTo(204);
    }
    assertThat(send(alike, "ana").status()).isEqualTo(204);
  }

  @Test
  void aFailedRequestGivesItsShareBack() throws InterruptedException {
    var failing =
        shares.apply(
            request -> {
              throw new IllegalStateException("failed");
            });
    for (var i = 0; i < 20; i++) {
      var response = clients.submit(() -> failing.handle(request("previewSelection", "ana")));
      assertThatThrownBy(response::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("failed");
    }
  }

  @Test
  void aReceiptTakesItsShareUntilItIsSent() throws IOException {
    var receipts =
        shares.apply(
            request ->
                new ApiResponse(200, Map.of(), null, new ByteArrayInputStream(new byte[] {1})));
    var streams = new ArrayList<InputStream>();
    for (var i = 0; i < 4; i++) {
      streams.add(receipts.handle(request("readReceipt", "ana")).stream());
    }

    assertThatThrownBy(() -> receipts.handle(request("readReceipt", "ana")))
        .hasMessageStartingWith("You have 4 receipts on their way");
    streams.get(0).close();
    streams.get(0).close();
    receipts.handle(request("readReceipt", "ana"));
    assertThatThrownBy(() -> receipts.handle(request("readReceipt", "ana")))
        .isInstanceOf(ProblemException.class);
  }
}
