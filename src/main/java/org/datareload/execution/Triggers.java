package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.DatasetGoneException;
import org.datareload.execution.Acceptance.Accepted;
import org.datareload.execution.Acceptance.Rejected;
import org.datareload.execution.Acceptance.Waiting;
import org.datareload.execution.ExecutionRequest.FolderTrigger;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.TriggerFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts executions for trigger files. */
public final class Triggers {
  private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

  private final Executions executions;
  private final LandingFiles files;

  public Triggers(Executions executions, LandingFiles files) {
    this.executions = requireNonNull(executions, "executions is null");
    this.files = requireNonNull(files, "files is null");
  }

  /**
   * Decides on a trigger file in one transaction. When it returns, the decision is durable and the
   * event may be acknowledged.
   *
   * @return null where the dataset has been deleted meanwhile: the next sweep reports the file as a
   *     landing problem
   */
  public Acceptance accept(TriggerFile file) {
    var trigger =
        new FolderTrigger(
            file.object().key(),
            file.object().exactIdentity(),
            file.observedAt(),
            file.droppedAt(),
            file.age(),
            file.key().uploadDate());
    try {
      var acceptance =
          executions.accept(
              new ExecutionRequest(file.dataset().id(), file.key().userId(), trigger));
      if (acceptance instanceof Accepted accepted) {
        log(accepted.execution(), "accepted");
      } else if (acceptance instanceof Rejected rejected) {
        var reason = rejected.execution().reason().text();
        log(rejected.execution(), "rejected, " + reason);
        files.explain(file.dataset(), file.key().triggerFolder(), reason);
      } else if (acceptance instanceof Waiting waiting) {
        LOG.info("Trigger file {} waits for {}", trigger.key(), waiting.what());
      }
      return acceptance;
    } catch (DatasetGoneException gone) {
      LOG.info("Trigger file {} starts nothing: {}", trigger.key(), gone.getMessage());
      return null;
    }
  }

  private static void log(Execution execution, String decision) {
    try (var context = LogContext.of(execution)) {
      LOG.info("Execution {} of {}: {}", execution.id(), execution.dataset(), decision);
    }
  }
}
