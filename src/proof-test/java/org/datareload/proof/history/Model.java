package org.datareload.proof.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.proof.history.TrackedRun.NONE;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.execution.TriggerKind;

/** What must be pending and live, or may be after a lost response. */
final class Model {
  private final Map<String, Set<String>> pending = new TreeMap<>();
  private final Map<String, TrackedRun> runs = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> contents = new LinkedHashMap<>();
  private final Set<String> unannounced = new HashSet<>();
  private final Set<String> restored = new HashSet<>();
  private final boolean deletes;
  private String live;

  /**
   * @param deletes whether replaced content is deleted at once
   */
  Model(boolean deletes) {
    this.deletes = deletes;
    Steps.NAMES.forEach(name -> pending.put(name, Set.of(NONE)));
  }

  void uploaded(String name, String content, boolean announced) {
    if (pending.get(name).contains(content)) {
      runs.values().forEach(run -> run.resent.add(name));
    }
    pending.put(name, Set.of(content));
    runs.values().forEach(run -> run.observe(name, content));
    if (announced) {
      unannounced.remove(name);
    } else {
      unannounced.add(name);
    }
  }

  /**
   * The program reported the deletion of this content. A later upload of the same content without
   * an event is deleted with it if the store cannot tell the two apart.
   */
  void deleted(String name, String content) {
    if (unannounced.contains(name)) {
      perhapsDeleted(name, content);
    } else if (pending.get(name).contains(content)) {
      pending.put(name, Set.of(NONE));
      runs.values().forEach(run -> run.observe(name, NONE));
    }
  }

  /** A deletion was requested; its outcome is unknown. */
  void perhapsDeleted(String name, String content) {
    if (pending.get(name).contains(content)) {
      pending.put(name, with(pending.get(name), NONE));
      runs.values().forEach(run -> run.observe(name, NONE));
    }
  }

  /** The landing zone was swept. */
  void swept() {
    unannounced.clear();
  }

  /**
   * Updates the model from the statuses of the executions.
   *
   * @param chosen the files that new executions were asked to load
   * @param faulty whether requests failed meanwhile
   */
  void follow(List<Execution> executions, Map<String, String> chosen, boolean faulty, Plan plan) {
    for (var execution : executions) {
      if (execution.status() == Status.REJECTED) {
        continue;
      }
      var run = runs.computeIfAbsent(execution.id(), id -> begun(execution, chosen));
      run.disturbed |= faulty;
      if (!run.over && execution.status().isOver()) {
        run.over = true;
        if (execution.status() == Status.COMPLETED) {
          completed(run, execution, plan.of(execution.id()));
        } else {
          failed(run, execution);
        }
      }
    }
  }

  interface Plan {
    /** The planned contents of an execution by name. */
    Map<String, String> of(String execution);
  }

  private TrackedRun begun(Execution execution, Map<String, String> chosen) {
    var run = new TrackedRun(execution.trigger() == TriggerKind.TRIGGER_FILE);
    for (var name : Steps.NAMES) {
      var contents =
          switch (execution.trigger()) {
            case TRIGGER_FILE ->
                execution.triggerKey().equals(Player.folder(name) + "_SUCCESS")
                        || execution.triggerKey().endsWith("/" + Player.folder(name) + "_SUCCESS")
                    ? pending.get(name)
                    : Set.of(NONE);
            case PROCESS_FILES -> Set.of(chosen.getOrDefault(name, NONE));
            case RESTORE ->
                Set.of(
                    this.contents
                        .getOrDefault(execution.restores(), Map.of())
                        .getOrDefault(name, NONE));
          };
      run.possible.put(name, new HashSet<>(contents));
      run.disturbed |=
          chosen.containsKey(name)
              && (unannounced.contains(name) || !contents.equals(pending.get(name)));
    }
    return run;
  }

  private void completed(TrackedRun run, Execution execution, Map<String, String> content) {
    assertThat(content).as("content of %s", execution).isNotEmpty();
    for (var name : Steps.NAMES) {
      assertThat(run.possible.get(name))
          .as("%s as %s loaded it", name, execution)
          .contains(content.getOrDefault(name, NONE));
    }
    live = execution.id();
    contents.put(live, content);
    if (execution.trigger() == TriggerKind.RESTORE) {
      restored.add(execution.restores());
    } else {
      content.forEach((name, loaded) -> pending.put(name, without(name, loaded, run)));
    }
  }

  private Set<String> without(String name, String loaded, TrackedRun run) {
    var left = new HashSet<>(pending.get(name));
    if (left.contains(loaded)) {
      left.add(NONE);
      if (!run.resent.contains(name)) {
        left.remove(loaded);
      }
    }
    return left;
  }

  private void failed(TrackedRun run, Execution execution) {
    switch (execution.reason().code()) {
      case "no_data_files" -> assertThat(run.mayBeEmpty()).as("%s", execution).isTrue();
      case "already_live" -> assertThat(execution.restores()).isEqualTo(live);
      case "not_in_trash" ->
          assertThat(deletes || restored.contains(execution.restores()))
              .as("%s", execution)
              .isTrue();
      default -> assertThat(run.disturbed).as("a cause for %s", execution).isTrue();
    }
  }

  /** The executions whose content may be restorable, oldest first. */
  List<String> earlier() {
    return List.copyOf(contents.keySet());
  }

  /** Compares with what exists once nothing runs. */
  void check(Map<String, String> landed, Map<String, String> content) {
    for (var name : Steps.NAMES) {
      assertThat(pending.get(name))
          .as("%s in the landing zone", name)
          .contains(landed.getOrDefault(name, NONE));
    }
    assertThat(content).as("live content").isEqualTo(contents.getOrDefault(live, Map.of()));
  }

  private static Set<String> with(Set<String> contents, String more) {
    var all = new HashSet<>(contents);
    all.add(more);
    return all;
  }
}
