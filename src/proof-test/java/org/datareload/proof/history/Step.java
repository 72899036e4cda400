package org.datareload.proof.history;

import java.util.List;
import java.util.Set;

/** What happens to a dataset: what people, stores and clocks do. */
sealed interface Step {
  /**
   * Somebody puts a file, over another one where its name is taken.
   *
   * @param announced whether an event tells of it
   * @param same whether it has the bytes that the name had last
   */
  record Upload(String name, boolean announced, boolean same) implements Step {}

  /** Somebody deletes those of the files that are pending. */
  record Delete(Set<String> names, Mishap mishap) implements Step {}

  /** A run is started, and driven by the process that met the wish. */
  record Start(Wish wish, Mishap mishap) implements Step {}

  /** A process drives what nobody drives. */
  record Drive(Mishap mishap) implements Step {}

  /** The landing zone is swept. */
  record Sweep(Mishap mishap) implements Step {}

  /** The last event is delivered again. */
  record Redeliver() implements Step {}

  /** So much time passes that leases, marks and patience run out and all clean-up is due. */
  record Pass() implements Step {}

  /** What somebody wishes to load. */
  sealed interface Wish {}

  /** A trigger file in one of two folders. */
  record Trigger(int folder) implements Wish {}

  /** Those of the files that are pending. */
  record Process(Set<String> names) implements Wish {}

  /** One of the contents before, counted from the oldest, as often as there are. */
  record Restore(int content) implements Wish {}

  /** What befalls the process that takes the step. */
  sealed interface Mishap {}

  record Calm() implements Mishap {}

  /** It dies at that instant. */
  record Dies(int at) implements Mishap {}

  /** It is held up at that instant, while another process does this. */
  record Stalls(int at, List<Step> meanwhile) implements Mishap {}

  /** So many of a hundred of its writes fail, before or after they take effect. */
  record Fails(long seed, int percent) implements Mishap {}

  /** Each of its requests to the store is sent twice. */
  record Doubles() implements Mishap {}
}
