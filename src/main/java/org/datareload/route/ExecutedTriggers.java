package org.datareload.route;

import static java.util.Objects.requireNonNull;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.datareload.execution.Executions;

/**
 * The trigger files that already have their execution, by {@code TriggerFile.messageId()}. It only
 * reads: the transaction that accepts a trigger file records it and decides again.
 */
public final class ExecutedTriggers extends ServiceSupport implements IdempotentRepository {
  private final Executions executions;

  public ExecutedTriggers(Executions executions) {
    this.executions = requireNonNull(executions, "executions is null");
  }

  @Override
  public boolean add(String messageId) {
    return !contains(messageId);
  }

  @Override
  public boolean contains(String messageId) {
    var newline = messageId.indexOf('\n');
    return executions.isExecuted(messageId.substring(newline + 1), messageId.substring(0, newline));
  }

  @Override
  public boolean remove(String messageId) {
    return false;
  }

  @Override
  public boolean confirm(String messageId) {
    return true;
  }

  @Override
  public void clear() {
    // Nothing is kept here.
  }
}
