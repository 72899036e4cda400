package org.datareload.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failed request says about the store. */
final class S3Failure {
  private S3Failure() {}

  /** The failure without what was wrapped around it. */
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

  /** The same failure, told as what could not be done where the store is to blame. */
  static <T> CompletableFuture<T> told(String what, CompletableFuture<T> outcome) {
    return outcome.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(told(what, failure)));
  }

  static RuntimeException told(String what, Throwable failure) {
    return cause(failure) instanceof SdkException e
        ? new StoreFailedException(what + ": " + reason(e), e)
        : rethrown(failure);
  }

  /** The failure as something that a stage of a future can throw. */
  static RuntimeException rethrown(Throwable failure) {
    return cause(failure) instanceof RuntimeException e ? e : new CompletionException(failure);
  }

  /** The HTTP status that the store answered, or 0 where it did not answer. */
  static int status(Throwable failure) {
    return cause(failure) instanceof AwsServiceException e ? e.statusCode() : 0;
  }

  /** The store's error code, or "" where it named none. */
  static String code(Throwable failure) {
    return cause(failure) instanceof AwsServiceException e
            && e.awsErrorDetails() != null
            && e.awsErrorDetails().errorCode() != null
        ? e.awsErrorDetails().errorCode()
        : "";
  }

  static boolean isAbsent(Throwable failure) {
    return status(failure) == 404 && !code(failure).equals("NoSuchBucket");
  }

  static boolean isConditionFailed(Throwable failure) {
    return status(failure) == 412;
  }

  /** Another conditional write to the key is under way; the same request may be sent again. */
  static boolean isConflict(Throwable failure) {
    return status(failure) == 409 && code(failure).equals("ConditionalRequestConflict");
  }

  /** The answer broke off, in its first line or in its XML: the same request may be sent again. */
  static boolean isGarbled(Throwable failure) {
    return status(failure) > 599
        || cause(failure) instanceof SdkClientException e
            && String.valueOf(e.getMessage()).startsWith("Could not parse XML");
  }

  /** The store understood the request and did nothing: the outcome is known. */
  static boolean isRefusal(Throwable failure) {
    int status = status(failure);
    return status == 501 || status >= 400 && status < 500 && status != 408 && status != 429;
  }

  /** Whether more than one attempt was sent, so that an earlier one may have taken effect. */
  static boolean wasRepeated(Throwable failure) {
    return cause(failure) instanceof AwsServiceException e
        && (e.numAttempts() == null || e.numAttempts() > 1);
  }

  /** One line for a person. */
  static String reason(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof AwsServiceException e) {
      String said = code(e).isEmpty() ? "the store answered" : code(e);
      String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
      return said + " (" + e.statusCode() + ")" + (message == null ? "" : ": " + message);
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage().split("\n")[0];
  }
}
