package org.datareload.publication;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.datareload.execution.Reason;
import org.datareload.store.DeleteResult;

/** Checks the results of deletes. */
final class DeleteResults {
  private DeleteResults() {}

  /**
   * Waits for the results; a failure is thrown without the exceptions that futures wrap around it.
   */
  static List<DeleteResult> await(CompletableFuture<List<DeleteResult>> removals) {
    try {
      return removals.join();
    } catch (CompletionException failed) {
      throw Reason.unwrapped(failed);
    }
  }

  /** Fails where the store refused to delete objects, naming the first and how many there are. */
  static void check(List<DeleteResult> removals, List<String> keys) {
    var refused = removals.stream().filter(DeleteResult.Refused.class::isInstance).count();
    for (var i = 0; i < removals.size(); i++) {
      if (removals.get(i) instanceof DeleteResult.Refused refusal) {
        throw new IllegalStateException(
            refused
                + " objects were not deleted, the first is "
                + keys.get(i)
                + ": "
                + refusal.reason());
      }
    }
  }
}
