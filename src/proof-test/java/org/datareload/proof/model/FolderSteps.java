package org.datareload.proof.model;

import static org.datareload.execution.Status.ABORTING;
import static org.datareload.execution.Status.ACCEPTED;
import static org.datareload.execution.Status.COMMITTED;
import static org.datareload.execution.Status.FAILED;
import static org.datareload.execution.Status.PUBLISHED;
import static org.datareload.proof.model.FolderState.Decision.BUSY;
import static org.datareload.proof.model.FolderState.Decision.EXECUTED;
import static org.datareload.proof.model.FolderState.Decision.OLDER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.datareload.proof.model.FolderModel.Rule;
import org.datareload.proof.model.FolderState.Content;
import org.datareload.proof.model.FolderState.Decision;
import org.datareload.proof.model.FolderState.Run;
import org.datareload.proof.model.FolderState.Writer;
import org.datareload.proof.model.FolderState.Written;
import org.datareload.proof.model.Model.Step;

/** The steps out of one state of the {@link FolderModel}. */
final class FolderSteps {
  private final FolderModel model;
  private final FolderState s;
  private final List<Step<FolderState>> steps;
  private final Run run;

  FolderSteps(FolderModel model, FolderState state, List<Step<FolderState>> steps) {
    this.model = model;
    this.s = state;
    this.steps = steps;
    this.run = state.run();
  }

  void all() {
    for (int w = 0; w < s.writers().size(); w++) {
      for (var key : s.writers().get(w).left()) {
        if (!model.isTaken(s, w, key)) {
          write(w, key);
        }
      }
    }
    s.store()
        .forEach(
            (key, writer) -> {
              if (FolderModel.isTrigger(key)) {
                find(writer);
              } else {
                learn(new Written(key, writer));
              }
            });
    if (!s.isRunning()) {
      s.waiting().stream().filter(drop -> !stands(drop)).forEach(this::forget);
      return;
    }
    switch (run.status()) {
      case ACCEPTED -> {
        if (run.content() == null) {
          list();
        } else {
          freeze();
        }
        fail();
      }
      case PLANNED -> {
        if (run.plan().stream().allMatch(s::stands)) {
          var to = change().run(run.to(COMMITTED)).live(run.content());
          add("commits", to);
        }
        fail();
      }
      case COMMITTED -> add("publishes", change().run(run.to(PUBLISHED)));
      case PUBLISHED -> complete();
      case ABORTING -> undo();
      default -> throw new IllegalStateException("it is over: " + run);
    }
  }

  private void write(int w, String key) {
    var left = new TreeSet<>(s.writers().get(w).left());
    left.remove(key);
    var writers = new ArrayList<>(s.writers());
    writers.set(w, new Writer(left, key));
    var to = change().writers(writers);
    to.store.put(key, w);
    if (FolderModel.isTrigger(key)) {
      to.dropped.add(w);
    }
    add(w + " writes " + key, to);
  }

  /** An event, or the sweep, tells of a data file. */
  private void learn(Written file) {
    if (!s.pending().contains(file) && !isPlanned(file)) {
      var to = change();
      to.learn(file);
      add("learns of " + file, to);
    }
  }

  private boolean isPlanned(Written file) {
    return s.isRunning() && run.plan().contains(file);
  }

  /** An event, the sweep, or the end of an execution tells of a trigger file. */
  private void find(int drop) {
    if (s.decided().containsKey(drop)) {
      return;
    }
    if (!s.isRunning()) {
      accept(drop);
    } else if (!s.waiting().contains(drop)) {
      findWhileRunning(drop);
    }
  }

  private void accept(int drop) {
    var to = change();
    to.waiting.removeIf(other -> model.trigger(other).equals(model.trigger(drop)));
    if (model.has(Rule.OLDER_REJECTED) && s.live() != null && s.isBefore(drop, s.live().drop())) {
      add("rejects the old drop " + drop, to.decided(drop, OLDER));
    } else if (model.has(Rule.IN_ORDER)
        && to.waiting.stream().anyMatch(other -> s.isBefore(other, drop))) {
      to.waiting.add(drop);
      add("lets " + drop + " wait for earlier drops", to);
    } else {
      add(
          "accepts " + drop,
          to.run(Run.accepted(drop, s.dropped().size())).decided(drop, EXECUTED));
    }
  }

  private void findWhileRunning(int drop) {
    var key = model.trigger(drop);
    var loading = model.trigger(run.drop());
    if (model.has(Rule.WRITTEN_AGAIN) && key.equals(loading) && run.status() == ACCEPTED) {
      add("is told that it is " + drop, change().run(run.as(drop)).decided(drop, EXECUTED));
    } else if (model.has(Rule.EARLIER_WAITS) && s.dropped().indexOf(drop) < run.drops()
        || model.has(Rule.SAME_FOLDER_WAITS) && FolderModel.overlap(key, loading)) {
      var to = change();
      to.waiting.removeIf(other -> model.trigger(other).equals(key));
      to.waiting.add(drop);
      add("lets " + drop + " wait", to);
    } else {
      add("rejects " + drop, change().decided(drop, BUSY));
    }
  }

  /** The trigger file is gone, or another one took its key. */
  private void forget(int drop) {
    var to = change();
    to.waiting.remove(drop);
    add("forgets " + drop, to);
  }

  private boolean stands(int drop) {
    return s.stands(new Written(model.trigger(drop), drop));
  }

  /** Lists the folder, unless something in it is too young. */
  private void list() {
    var key = model.trigger(run.drop());
    if (model.has(Rule.SETTLED) && isBeingWritten(key) || isLeftToFolderAbove()) {
      return;
    }
    var found = s.store().get(key);
    if (model.has(Rule.WRITTEN_AGAIN) && found != run.drop()) {
      add("finds that it is " + found, change().run(run.as(found)).decided(found, EXECUTED));
      return;
    }
    var plan = standing(key);
    var to = change().run(run.listed(new Content(run.drop(), found), plan));
    to.pending.removeIf(file -> model.covers(key, file.key()));
    add("lists " + plan, to);
  }

  private boolean isPartlyTaken(String trigger) {
    return s.taken().entrySet().stream()
        .filter(taken -> FolderModel.isAbove(trigger, taken.getValue()))
        .anyMatch(taken -> run.plan().stream().noneMatch(f -> f.key().equals(taken.getKey())));
  }

  private boolean isLeftToFolderAbove() {
    return model.has(Rule.FOLDER_ABOVE) && FolderViolations.dueAbove(model, s, run).isPresent();
  }

  private boolean isBeingWritten(String trigger) {
    return IntStream.range(0, s.writers().size())
        .filter(w -> !s.writers().get(w).hasFinished())
        .mapToObj(w -> new Written(s.writers().get(w).last(), w))
        .anyMatch(
            last -> last.key() != null && s.stands(last) && model.covers(trigger, last.key()));
  }

  /** The data files of a trigger file that the store has. */
  private Set<Written> standing(String trigger) {
    var files = new TreeSet<Written>();
    s.store()
        .forEach(
            (key, writer) -> {
              if (!FolderModel.isTrigger(key) && model.covers(trigger, key)) {
                files.add(new Written(key, writer));
              }
            });
    return files;
  }

  private void freeze() {
    var key = model.trigger(run.drop());
    var known = s.pending().stream().anyMatch(file -> model.covers(key, file.key()));
    if (model.has(Rule.KNOWN_PLANNED) && known
        || model.has(Rule.SAME_TRIGGER) && run.drop() != run.content().drop()) {
      add("plans again", released(run.unlisted()));
    } else if (!run.plan().isEmpty()
        && !isLeftToFolderAbove()
        && !(model.has(Rule.WHOLE_TREE) && isPartlyTaken(key))) {
      var others = new TreeSet<Written>();
      s.store().forEach((other, writer) -> others.add(new Written(other, writer)));
      others.removeIf(
          file ->
              FolderModel.isTrigger(file.key())
                  || run.plan().contains(file)
                  || !FolderModel.belongs(key, file.key()));
      add("freezes", change().run(run.frozen(others)));
    }
  }

  private void fail() {
    add("gives up", change().run(run.to(ABORTING)));
  }

  private void undo() {
    add("fails", released(run.to(FAILED).unlisted()));
  }

  /** The files of the plan are pending again. */
  private Change released(Run now) {
    var to = change().run(now);
    run.plan().stream().filter(s::stands).forEach(to::learn);
    return to;
  }

  /** Deletes what was loaded and the trigger files, and counts what is there besides. */
  private void complete() {
    var key = model.trigger(run.drop());
    var to = change();
    run.plan().stream().filter(s::stands).forEach(file -> to.store.remove(file.key()));
    s.store()
        .forEach(
            (other, drop) -> {
              if (FolderModel.isTrigger(other)
                  && model.covers(key, other)
                  && (drop == run.drop() || !other.equals(key) && s.isBefore(drop, run.drop()))) {
                to.store.remove(other);
              }
            });
    var late = new TreeSet<Written>();
    if (model.has(Rule.LATE_COUNTED)) {
      late.addAll(standing(key));
      late.removeAll(run.plan());
      late.forEach(to::learn);
    }
    to.taken.keySet().removeIf(taken -> FolderModel.belongs(key, taken));
    if (model.hasAbove(key)) {
      run.plan().forEach(file -> to.taken.put(file.key(), key));
    }
    add("completes", to.run(run.completed(late)));
  }

  private void add(String name, Change change) {
    steps.add(new Step<>(name, change.state()));
  }

  private Change change() {
    return new Change(s);
  }

  /** The next state, as it comes to be. */
  private static final class Change {
    private List<Writer> writers;
    private final List<Integer> dropped;
    private final Map<String, Integer> store;
    private final Set<Written> pending;
    private final Set<Integer> waiting;
    private final Map<Integer, Decision> decided;
    private final Map<String, String> taken;
    private Run run;
    private Content live;

    Change(FolderState from) {
      writers = from.writers();
      dropped = new ArrayList<>(from.dropped());
      store = new TreeMap<>(from.store());
      pending = new TreeSet<>(from.pending());
      waiting = new TreeSet<>(from.waiting());
      decided = new TreeMap<>(from.decided());
      taken = new TreeMap<>(from.taken());
      run = from.run();
      live = from.live();
    }

    Change writers(List<Writer> now) {
      writers = now;
      return this;
    }

    Change run(Run now) {
      run = now;
      return this;
    }

    Change live(Content now) {
      live = now;
      return this;
    }

    Change decided(int drop, Decision decision) {
      decided.put(drop, decision);
      waiting.remove(drop);
      return this;
    }

    /** The file is pending; another one at its key is superseded. */
    void learn(Written file) {
      pending.removeIf(other -> other.key().equals(file.key()));
      pending.add(file);
    }

    FolderState state() {
      return new FolderState(writers, dropped, store, pending, waiting, decided, taken, run, live);
    }
  }
}
