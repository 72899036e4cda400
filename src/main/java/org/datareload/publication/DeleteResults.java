package org.datareload.publication;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.datareload.execution.Reason;
import org.datareload.store.DeleteResult;

/** Looks for objects that the store would not delete. */
final class DeleteResults {
  private DeleteResults() {}

  /** What became of the objects; a failure is thrown as it is, out of the future's wrapping. */
  static List<DeleteResult> await(CompletableFuture<List<DeleteResult>> removals) {
    try {
      return removals.join();
    } catch (CompletionException failed) {
      throw Reason.unwrapped(failed);
    }
  }

  /** Fails with the first refusal, if there is one, naming its key and how many there are. */
  static void check(List<DeleteResult> removals, List<String> keys) {
    var refused = removals.stream().filter(DeleteResult.Refused.class::isInstance).count();
    for (var i = 0; i < removals.size(); i++) {
      if (removals.get(i) instanceof DeleteResult.Refused refusal) {
        throw new IllegalStateException(
            refused + " objects were not deleted, first " + keys.get(i) + ": " + refusal.reason());
      }
    }
  }
}
