package org.datareload.proof.fault;

import java.util.List;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** Work beside the reloads, which a lost connection may cut short. */
abstract class ConnectionsChore implements AutoCloseable {
  static final List<String> KINDS =
      List.of("deletion", "mail", "sweep", "lease", "clean-up", "purge", "upload");
  static final String PAST = "TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00+00'";

  final RunContract rig;
  final TestDataset dataset;
  final TestProcess healthy;
  final int number;

  /**
   * @param number tells this one from all others on the dataset
   */
  ConnectionsChore(RunContract rig, int number) {
    this.rig = rig;
    this.dataset = rig.dataset;
    this.healthy = rig.healthy;
    this.number = number;
  }

  static ConnectionsChore of(String kind, RunContract rig, int number) throws Exception {
    return switch (kind) {
      case "deletion" -> new ConnectionsDeletion(rig, number);
      case "mail" -> new ConnectionsMail(rig, number);
      case "sweep" -> new ConnectionsSweep(rig, number);
      case "lease" -> new ConnectionsLease(rig, number);
      case "clean-up" -> new ConnectionsCleanUp(rig, number);
      case "purge" -> new ConnectionsPurge(rig, number);
      default -> new ConnectionsUpload(rig, number);
    };
  }

  /** Does it, as far as it goes. */
  abstract void run(TestProcess process) throws Exception;

  /** Forgets what was deleted on purpose. */
  void giveUp() {}

  /** What timers and people do after a while, with a process whose connections hold. */
  abstract void again() throws Exception;

  /** Asserts that it was done, once. */
  abstract void check() throws Exception;

  @Override
  public void close() {}

  final void announce(String... keys) {
    healthy.send("direct:accept-notification", dataset.event(keys));
  }

  final void change(String sql, Object... values) {
    dataset.jdbi().useHandle(handle -> handle.execute(sql, values));
  }

  final String landing() {
    return rig.zones.zones().landing();
  }
}
