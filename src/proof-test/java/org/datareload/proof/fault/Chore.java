package org.datareload.proof.fault;

import java.util.List;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** Work besides reloads that a lost connection can interrupt. */
abstract class Chore implements AutoCloseable {
  static final List<String> KINDS =
      List.of("deletion", "mail", "sweep", "lease", "clean-up", "purge", "upload");
  static final String PAST = "TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00+00'";

  final RunContract contract;
  final TestDataset dataset;
  final TestProcess healthy;
  final int number;

  /**
   * @param number makes the content unique within the dataset
   */
  Chore(RunContract contract, int number) {
    this.contract = contract;
    this.dataset = contract.dataset;
    this.healthy = contract.healthy;
    this.number = number;
  }

  static Chore of(String kind, RunContract contract, int number) throws Exception {
    return switch (kind) {
      case "deletion" -> new DeletionChore(contract, number);
      case "mail" -> new MailChore(contract, number);
      case "sweep" -> new SweepChore(contract, number);
      case "lease" -> new LeaseChore(contract, number);
      case "clean-up" -> new CleanUpChore(contract, number);
      case "purge" -> new PurgeChore(contract, number);
      default -> new UploadChore(contract, number);
    };
  }

  /** Does the work until it is interrupted. */
  abstract void run(TestProcess process) throws Exception;

  /** Notes which uploads were deleted on purpose. */
  void giveUpDeleted() {}

  /** Does what timers and users do later, with a healthy process. */
  abstract void repeat() throws Exception;

  /** Asserts that the work was done exactly once. */
  abstract void check() throws Exception;

  @Override
  public void close() {}

  final void announce(String... keys) {
    healthy.send("direct:accept-notification", dataset.event(keys));
  }

  final String landing() {
    return contract.zones.zones().landing();
  }
}
