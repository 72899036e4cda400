package org.datareload.proof.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The states of a model that are reached until a violation is found, the nearest first. */
final class Exploration<S> {
  private final Model<S> model;
  private final Map<S, S> from = new HashMap<>();
  private final List<String> pathToViolation;

  Exploration(Model<S> model) {
    this.model = model;
    this.pathToViolation = explore();
  }

  Set<S> states() {
    return from.keySet();
  }

  /** The shortest path to a violation, and the violation; empty if there is none. */
  List<String> pathToViolation() {
    return pathToViolation;
  }

  private List<String> explore() {
    var queue = new ArrayDeque<S>();
    var start = model.start();
    from.put(start, start);
    queue.add(start);
    while (!queue.isEmpty()) {
      var state = queue.poll();
      var violation = model.violation(state);
      if (violation != null) {
        return path(state, violation);
      }
      for (var step : model.steps(state)) {
        var wrong = model.violation(state, step.to());
        if (wrong != null) {
          return path(state, step.name(), wrong);
        }
        if (from.putIfAbsent(step.to(), state) == null) {
          queue.add(step.to());
        }
      }
    }
    return List.of();
  }

  /** Recomputes the steps, which would take more memory than the states. */
  private List<String> path(S to, String... last) {
    var path = new ArrayList<String>();
    for (var at = to; from.get(at) != at; at = from.get(at)) {
      var here = at;
      path.add(
          model.steps(from.get(at)).stream()
              .filter(step -> step.to().equals(here))
              .findFirst()
              .orElseThrow()
              .name());
    }
    Collections.reverse(path);
    path.addAll(List.of(last));
    return path;
  }
}
