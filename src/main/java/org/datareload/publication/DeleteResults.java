package org.datareload.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.datareload.execution.Reason;
import org.datareload.store.DeleteResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the results of deletes. */
final class DeleteResults {
  private static final Logger LOG = LoggerFactory.getLogger(DeleteResults.class);

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

  /** Counts what the store refused to delete, and logs the first. */
  static long refused(List<DeleteResult> removals, List<String> keys) {
    var refusals = refusals(removals, keys);
    if (!refusals.isEmpty()) {
      LOG.warn("{} objects stay, the first is {}", refusals.size(), refusals.get(0));
    }
    return refusals.size();
  }

  /** Fails where the store refused to delete objects, naming the first and how many there are. */
  static void check(List<DeleteResult> removals, List<String> keys) {
    var refusals = refusals(removals, keys);
    if (!refusals.isEmpty()) {
      throw new IllegalStateException(
          refusals.size() + " objects were not deleted, the first is " + refusals.get(0));
    }
  }

  private static List<String> refusals(List<DeleteResult> removals, List<String> keys) {
    var refusals = new ArrayList<String>();
    for (var i = 0; i < removals.size(); i++) {
      if (removals.get(i) instanceof DeleteResult.Refused refusal) {
        refusals.add(keys.get(i) + ": " + refusal.reason());
      }
    }
    return refusals;
  }
}
