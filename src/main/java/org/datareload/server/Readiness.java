package org.datareload.server;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether something that Data Reload lives on answers. */
public final class Readiness extends AbstractHealthCheck {
  private final Question question;

  /** Asks, and throws where there is no answer. */
  @FunctionalInterface
  public interface Question {
    void ask() throws Exception;
  }

  /**
   * @param name what is asked: database, landing-zone and such
   */
  public Readiness(String name, Question question) {
    super("data-reload", name);
    this.question = requireNonNull(question, "question is null");
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    try {
      question.ask();
      builder.up();
    } catch (Exception noAnswer) {
      builder.message(getId() + " does not answer").error(noAnswer).down();
    }
  }
}
