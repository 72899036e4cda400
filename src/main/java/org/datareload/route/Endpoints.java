package org.datareload.route;

/** Queues within a process that only wake their consumers: the work itself is in the database. */
final class Endpoints {
  private static final String WAKE = "?discardWhenFull=true&waitForTaskToComplete=Never";

  static final String RUN_EXECUTION = "seda:run-execution" + WAKE;
  static final String DELIVER_MAILS = "seda:deliver-mails" + WAKE;

  private Endpoints() {}
}
