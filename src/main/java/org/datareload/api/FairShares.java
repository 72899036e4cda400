package org.datareload.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Limits how many costly requests of one caller, and of all, this process works on at a time. */
public final class FairShares implements UnaryOperator<Operation> {
  private static final int RETRY_SECONDS = 1;

  private final Map<String, Slots> slots = new HashMap<>();

  /** With the limits of the documentation, which leave most workers to other callers. */
  public FairShares() {
    limit(
        "requests for selected files", 8, 24, "previewSelection", "startExecution", "deleteFiles");
    limit(
        "requests for uploads",
        16,
        32,
        "createUploads",
        "readUpload",
        "signUploads",
        "completeUploads",
        "abortUploads");
    limit("receipts on their way", 4, 16, "readReceipt");
  }

  private void limit(String what, int share, int total, String... operations) {
    var limit = new Slots(what, share, total, RETRY_SECONDS);
    List.of(operations).forEach(operation -> slots.put(operation, limit));
  }

  @Override
  public Operation apply(Operation operation) {
    return request -> {
      var limit = slots.get(request.operation());
      return limit == null
          ? operation.handle(request)
          : handle(operation, request, limit.take(request.principal().id()));
    };
  }

  private static ApiResponse handle(Operation operation, ApiRequest request, Slots.Slot slot) {
    ApiResponse response = null;
    try {
      response = operation.handle(request);
      return response.stream() == null ? response : response.with(releasing(response, slot));
    } finally {
      if (response == null || response.stream() == null) {
        slot.release();
      }
    }
  }

  /** The client may take its time, and the answer takes room until then. */
  private static InputStream releasing(ApiResponse response, Slots.Slot slot) {
    return new FilterInputStream(response.stream()) {
      @Override
      public void close() throws IOException {
        try {
          super.close();
        } finally {
          slot.release();
        }
      }
    };
  }
}
