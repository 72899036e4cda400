package org.datareload.server;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The readiness check of a service that Data Reload depends on. */
public final class Readiness extends AbstractHealthCheck {
  private final Probe probe;

  @FunctionalInterface
  public interface Probe {
    /**
     * @throws Exception if the service does not answer
     */
    void run() throws Exception;
  }

  /**
   * @param name of the service, such as {@code database}
   */
  public Readiness(String name, Probe probe) {
    super("data-reload", name);
    this.probe = requireNonNull(probe, "probe is null");
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    try {
      probe.run();
      builder.up();
    } catch (Exception failure) {
      builder.message(getId() + " does not answer").error(failure).down();
    }
  }
}
