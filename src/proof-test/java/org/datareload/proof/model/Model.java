package org.datareload.proof.model;

import java.util.List;

/**
 * A state machine whose every reachable state is explored.
 *
 * @param <S> its states, with {@code equals} by value
 */
interface Model<S> {
  S start();

  List<Step<S>> steps(S state);

  /** What is wrong in a state, or null. */
  default String violation(S state) {
    return null;
  }

  /** What is wrong with a step, or null. */
  default String violation(S from, S to) {
    return null;
  }

  /** A step and the state after it. */
  record Step<S>(String name, S to) {}
}
