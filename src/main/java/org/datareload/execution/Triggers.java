package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Objects;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.execution.ExecutionRequest.TriggerFile;
import org.datareload.landing.LandedObject;
import org.datareload.landing.LandingFiles;
import org.datareload.landing.LandingZone;
import org.datareload.landing.Sweeps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns trigger files into executions, however they became known. */
public final class Triggers {
  private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

  private final Executions executions;
  private final LandingZone landingZone;
  private final LandingFiles files;
  private final Sweeps sweeps;

  public Triggers(
      Executions executions, LandingZone landingZone, LandingFiles files, Sweeps sweeps) {
    this.executions = requireNonNull(executions, "executions is null");
    this.landingZone = requireNonNull(landingZone, "landingZone is null");
    this.files = requireNonNull(files, "files is null");
    this.sweeps = requireNonNull(sweeps, "sweeps is null");
  }

  /** The trigger files among the objects that exist now. */
  public List<org.datareload.landing.TriggerFile> find(List<LandedObject> landed) {
    return landed.stream()
        .filter(LandedObject::isTrigger)
        .map(landingZone::findTrigger)
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Decides on one trigger file. A file that had its execution before changes nothing, nor does one
   * of a dataset that was just deleted: the next look finds it misplaced.
   */
  public void accept(org.datareload.landing.TriggerFile file) {
    try {
      decide(file);
    } catch (DatasetGoneException gone) {
      LOG.info("Trigger file {} starts nothing: {}", file.object().key(), gone.getMessage());
    }
  }

  private void decide(org.datareload.landing.TriggerFile file) {
    var object = file.object();
    var acceptance =
        executions.accept(
            new ExecutionRequest(
                file.dataset().id(),
                file.key().userId(),
                new TriggerFile(object.key(), object.exactIdentity(), file.observedAt())));
    if (acceptance instanceof Acceptance.Accepted accepted) {
      try (var mark = LogContext.of(accepted.execution())) {
        LOG.info("Execution {} of {}: accepted", accepted.execution().id(), file.dataset().name());
      }
    } else if (acceptance instanceof Acceptance.Rejected rejected) {
      var reason = rejected.execution().reason().text();
      try (var mark = LogContext.of(rejected.execution())) {
        LOG.info(
            "Execution {} of {}: rejected, {}",
            rejected.execution().id(),
            file.dataset().name(),
            reason);
      }
      files.explain(file.dataset(), file.key().folder(), reason);
    }
  }

  /** Looks for trigger files, and for other files, that nobody announced. */
  public void sweep() {
    find(sweeps.list()).forEach(this::accept);
    find(sweeps.recheck()).forEach(this::accept);
  }
}
