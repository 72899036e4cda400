package org.datareload.proof.history;

import java.util.List;
import java.util.Set;

/** What happens to a dataset. */
sealed interface Step {
  /**
   * A user uploads a file, perhaps over another one.
   *
   * @param announced whether an event is delivered
   * @param same whether it has the same bytes as the last upload of the name
   */
  record Upload(String name, boolean announced, boolean same) implements Step {}

  /** A user deletes those of the files that are pending. */
  record Delete(Set<String> names, Disturbance disturbance) implements Step {}

  /** An execution is requested and driven by the same process. */
  record Start(Request request, Disturbance disturbance) implements Step {}

  /** A process drives unclaimed executions. */
  record Drive(Disturbance disturbance) implements Step {}

  /** The landing zone is swept. */
  record Sweep(Disturbance disturbance) implements Step {}

  /** The last trigger event is delivered again. */
  record Redeliver() implements Step {}

  /** Time passes: leases and marks expire, and all clean-up is due. */
  record Pass() implements Step {}

  /** What somebody requests to load. */
  sealed interface Request {}

  /** A trigger file in one of two folders. */
  record Trigger(int folder) implements Request {}

  /** Those of the files that are pending. */
  record Process(Set<String> names) implements Request {}

  /** One of the earlier contents, by number modulo their count. */
  record Restore(int content) implements Request {}

  /** What happens to the process that takes the step. */
  sealed interface Disturbance {}

  record None() implements Disturbance {}

  /** It crashes at that instant. */
  record Crashes(int at) implements Disturbance {}

  /** It is suspended at that instant while another process takes other steps. */
  record Stalls(int at, List<Step> meanwhile) implements Disturbance {}

  /** A percentage of its writes fails before or after taking effect. */
  record Fails(long seed, int percent) implements Disturbance {}

  /** Each of its requests to the store is sent twice. */
  record Duplicates() implements Disturbance {}
}
