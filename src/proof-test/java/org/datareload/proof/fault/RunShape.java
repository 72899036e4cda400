package org.datareload.proof.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The parameters of the runs of one round.
 *
 * @param files the number of small files
 * @param versions whether the landing zone keeps versions
 * @param window the maximum of concurrent store requests
 */
record RunShape(int files, boolean versions, int window) {
  private static final int WIDEST = 8;

  /** Draws shapes by the seed, without repetition until all were drawn. */
  static List<RunShape> drawn(int number, int mostFiles, long seed) {
    var all = new ArrayList<RunShape>();
    for (int files = 2; files <= mostFiles; files++) {
      for (int window = 1; window <= WIDEST; window++) {
        all.add(new RunShape(files, false, window));
        all.add(new RunShape(files, true, window));
      }
    }
    Collections.shuffle(all, new Random(seed));
    var drawn = new ArrayList<RunShape>();
    for (int i = 0; i < number; i++) {
      drawn.add(all.get(i % all.size()));
    }
    return drawn;
  }
}
