package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletionException;
import org.datareload.store.ConditionFailedException;
import org.datareload.store.StoreFailedException;

/**
 * Why an execution did not load its files, for users.
 *
 * @param code stable word by which the page chooses its own sentence
 * @param text the sentence in the mail: what happened, with values, and what to do
 */
public record Reason(String code, String text) {
  /** A source was overwritten or is gone. */
  public static final String SOURCE_CHANGED = "source_changed";

  private static final int LONGEST = 2000;

  public Reason {
    requireNonNull(code, "code is null");
    requireNonNull(text, "text is null");
    if (text.length() > LONGEST) {
      text = text.substring(0, LONGEST - 1) + "…";
    }
  }

  /** The reason that the cause of a failure gives. */
  public static Reason of(Throwable failure) {
    var root = failure;
    while (root.getCause() != null
        && !(root instanceof ReloadFailedException)
        && !(root instanceof ConditionFailedException)
        && !(root instanceof StoreFailedException)) {
      root = root.getCause();
    }
    if (root instanceof ReloadFailedException refused) {
      return refused.reason();
    }
    if (root instanceof ConditionFailedException) {
      return new Reason(SOURCE_CHANGED, root.getMessage());
    }
    var message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return new Reason("store_failed", message.lines().findFirst().orElse("").strip());
  }

  /** The failure without the exceptions that futures wrap around it. */
  public static RuntimeException unwrapped(Throwable failure) {
    var inner = failure;
    while (inner instanceof CompletionException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner instanceof RuntimeException runtime ? runtime : new CompletionException(inner);
  }
}
