package org.datareload.server;

/** Whether this process is stopping: it then takes no new requests and finishes the others. */
public final class Draining {
  static final String DETAIL =
      "Data Reload is stopping here; send the request again in a few seconds";

  private volatile boolean started;

  public void start() {
    started = true;
  }

  public boolean isStarted() {
    return started;
  }
}
