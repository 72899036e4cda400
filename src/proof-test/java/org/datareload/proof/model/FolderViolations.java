package org.datareload.proof.model;

import java.util.Optional;
import org.datareload.proof.model.FolderState.Run;
import org.datareload.proof.model.FolderState.Written;

/** What a step of the {@link FolderModel} must not do. */
final class FolderViolations {
  private final FolderModel model;
  private final FolderState from;
  private final FolderState to;

  FolderViolations(FolderModel model, FolderState from, FolderState to) {
    this.model = model;
    this.from = from;
    this.to = to;
  }

  /** The first violation, or null. */
  String first() {
    var decision = lostByDecision();
    if (decision.isPresent()) {
      return decision.get();
    }
    var run = to.run();
    if (run == null || from.run() != null && from.run().status() == run.status()) {
      return null;
    }
    var violation =
        switch (run.status()) {
          case ACCEPTED -> overtaken(run);
          case PLANNED ->
              unplanned(run)
                  .or(() -> foreign(run))
                  .or(() -> unfinished(run))
                  .or(() -> takenFromAbove(run))
                  .or(() -> partlyTaken(run));
          case COMMITTED -> back().or(() -> notLoaded(run));
          case COMPLETED -> silent(from.run()).or(this::lostByDeletion);
          default -> Optional.<String>empty();
        };
    return violation.orElse(null);
  }

  /** A drop that must wait is rejected, or one that is newer than what is live. */
  private Optional<String> lostByDecision() {
    return to.decided().entrySet().stream()
        .filter(decided -> !from.decided().containsKey(decided.getKey()))
        .filter(
            decided ->
                switch (decided.getValue()) {
                  case EXECUTED -> false;
                  case OLDER -> from.isBefore(from.live().listed(), decided.getKey());
                  case BUSY -> mustWait(from.run(), decided.getKey());
                })
        .map(decided -> lost(decided.getKey()))
        .findFirst();
  }

  private boolean mustWait(Run running, int drop) {
    var folder = model.trigger(running.drop());
    var trigger = model.trigger(drop);
    return from.dropped().indexOf(drop) < running.drops()
        || FolderModel.belongs(folder, trigger)
        || FolderModel.belongs(trigger, folder);
  }

  private Optional<String> overtaken(Run run) {
    return from.waiting().stream()
        .filter(drop -> from.isBefore(drop, run.drop()))
        .filter(drop -> from.stands(new Written(model.trigger(drop), drop)))
        .map(drop -> "drop " + drop + " is overtaken")
        .findFirst();
  }

  private Optional<String> unplanned(Run run) {
    return from.pending().stream()
        .filter(file -> FolderModel.belongs(model.trigger(run.drop()), file.key()))
        .map(file -> file + " is known and not planned")
        .findFirst();
  }

  private Optional<String> foreign(Run run) {
    return run.plan().stream()
        .filter(file -> !FolderModel.belongs(model.trigger(run.drop()), file.key()))
        .map(file -> file + " is of another folder")
        .findFirst();
  }

  private Optional<String> unfinished(Run run) {
    return run.plan().stream()
        .map(Written::writer)
        .filter(writer -> !from.writers().get(writer).hasFinished())
        .filter(writer -> FolderModel.belongs(model.trigger(run.drop()), model.trigger(writer)))
        .map(writer -> "a part of drop " + writer + " is loaded")
        .findFirst();
  }

  private Optional<String> takenFromAbove(Run run) {
    return dueAbove(model, from, run).map(drop -> "drop " + drop + " can no longer be loaded");
  }

  /** A drop above the folder of an execution that is to have one of its own. */
  static Optional<Integer> dueAbove(FolderModel model, FolderState state, Run run) {
    return state.store().entrySet().stream()
        .filter(object -> FolderModel.isTrigger(object.getKey()))
        .filter(above -> FolderModel.isAbove(above.getKey(), model.trigger(run.drop())))
        .map(above -> above.getValue())
        .filter(state::isDue)
        .findFirst();
  }

  private Optional<String> partlyTaken(Run run) {
    return from.taken().entrySet().stream()
        .filter(taken -> FolderModel.isAbove(model.trigger(run.drop()), taken.getValue()))
        .map(taken -> taken.getKey())
        .filter(key -> model.writes(run.drop(), key))
        .filter(key -> run.plan().stream().noneMatch(file -> file.key().equals(key)))
        .map(key -> "a part of drop " + run.drop() + " is loaded")
        .findFirst();
  }

  private Optional<String> back() {
    return Optional.ofNullable(from.live())
        .filter(old -> to.isBefore(to.live().listed(), old.listed()))
        .map(old -> "the content goes back in time");
  }

  /** The execution loads what was there before its drop. */
  private Optional<String> notLoaded(Run run) {
    return Optional.of(run.drop())
        .filter(drop -> from.isBefore(run.content().listed(), drop))
        .map(FolderViolations::lost);
  }

  private Optional<String> silent(Run run) {
    return run.unplanned().stream()
        .filter(file -> to.stands(file) && !to.run().late().contains(file))
        .map(file -> file + " is left out in silence")
        .findFirst();
  }

  /**
   * A trigger file is deleted that never had its execution, and not all of its files are loaded.
   */
  private Optional<String> lostByDeletion() {
    return from.store().entrySet().stream()
        .filter(object -> FolderModel.isTrigger(object.getKey()))
        .filter(trigger -> !to.store().containsKey(trigger.getKey()))
        .map(trigger -> trigger.getValue())
        .filter(drop -> !to.decided().containsKey(drop) && to.store().containsValue(drop))
        .map(FolderViolations::lost)
        .findFirst();
  }

  private static String lost(int drop) {
    return "drop " + drop + " is lost";
  }
}
