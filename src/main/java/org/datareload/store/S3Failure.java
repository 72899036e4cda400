package org.datareload.store;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failed request says about the store. */
final class S3Failure {
  private static final Set<String> TRANSIENT =
      Set.of(
          "OperationAborted",
          "ConditionalRequestConflict",
          "Conflict",
          "RequestTimeout",
          "InternalError",
          "InternalServerError",
          "ServiceUnavailable",
          "ServerBusy",
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "TooManyRequests");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");

  private S3Failure() {}

  /** The failure without its wrappers. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException
            || cause instanceof ExecutionException
            || cause instanceof StoreFailedException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The same outcome, whose store failures begin with the message. */
  static <T> CompletableFuture<T> withMessage(String message, CompletableFuture<T> outcome) {
    return outcome.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(toException(message, failure)));
  }

  /** The same, with the cause before the long names of objects. */
  static RuntimeException toException(String message, String objects, Throwable failure) {
    return cause(failure) instanceof SdkException e
        ? new StoreFailedException(message + ": " + reason(e) + " (" + objects + ")", e)
        : unchecked(failure);
  }

  /** A {@link StoreFailedException} for a failure of the store, else the failure's cause. */
  static RuntimeException toException(String message, Throwable failure) {
    return cause(failure) instanceof SdkException e
        ? new StoreFailedException(message + ": " + reason(e), e)
        : unchecked(failure);
  }

  /** The cause, wrapped where it is a checked exception. */
  static RuntimeException unchecked(Throwable failure) {
    return cause(failure) instanceof RuntimeException e ? e : new CompletionException(failure);
  }

  /** The HTTP status of the response, or 0 where there was none. */
  static int status(Throwable failure) {
    return cause(failure) instanceof AwsServiceException e ? e.statusCode() : 0;
  }

  /** The store's error code, or "" where there is none. */
  static String code(Throwable failure) {
    return cause(failure) instanceof AwsServiceException e
            && e.awsErrorDetails() != null
            && e.awsErrorDetails().errorCode() != null
        ? e.awsErrorDetails().errorCode()
        : "";
  }

  static boolean isNotFound(Throwable failure) {
    return status(failure) == 404 && !code(failure).equals("NoSuchBucket");
  }

  static boolean isConditionFailed(Throwable failure) {
    return status(failure) == 412;
  }

  /**
   * Something else is under way at the key, or the store is busy or out of order for a moment: the
   * request can be retried. The SDK knows only some of these codes.
   */
  static boolean isTransient(Throwable failure) {
    return isTransient(code(failure));
  }

  static boolean isTransient(String code) {
    return TRANSIENT.contains(code);
  }

  /**
   * The credentials expired, and may have been renewed by now. The response to a HEAD has a status,
   * but no code.
   */
  static boolean isExpired(Throwable failure) {
    String code = code(failure);
    return EXPIRED.contains(code)
        || status(failure) == 400 && (code.isEmpty() || code.startsWith("400"));
  }

  /** The response broke off, in its status line or in its XML; the request can be retried. */
  static boolean isTruncated(Throwable failure) {
    return status(failure) > 599
        || cause(failure) instanceof SdkClientException e
            && String.valueOf(e.getMessage()).startsWith("Could not parse XML");
  }

  /** The store understood the request and did nothing: the outcome is known. */
  static boolean isRefusal(Throwable failure) {
    int status = status(failure);
    if (isTransient(failure)) {
      return false;
    }
    return status == 501 || status >= 400 && status < 500 && status != 408 && status != 429;
  }

  /** Whether an earlier attempt was sent, which may have taken effect. */
  static boolean wasRetried(Throwable failure) {
    return cause(failure) instanceof AwsServiceException e
        && (e.numAttempts() == null || e.numAttempts() > 1);
  }

  /** The reason in one line, for people. */
  static String reason(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof AwsServiceException e) {
      String code = code(e).isEmpty() ? "the store answered" : code(e);
      String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
      return code + " (" + e.statusCode() + ")" + (message == null ? "" : ": " + message);
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage().split("\n")[0];
  }
}
