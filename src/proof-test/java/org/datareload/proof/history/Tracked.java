package org.datareload.proof.history;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an execution may load, as far as one can know from outside. */
final class Tracked {
  /** No file. */
  static final String NONE = "";

  /** By name all that may be loaded of it. */
  final Map<String, Set<String>> possible = new TreeMap<>();

  /** Names whose very bytes were uploaded again while it ran. */
  final Set<String> resent = new HashSet<>();

  final boolean takesWhatComes;

  /** Whether something happened for which it may fail. */
  boolean disturbed;

  boolean over;

  /**
   * @param takesWhatComes whether files that change before it is planned are loaded as they are
   */
  Tracked(boolean takesWhatComes) {
    this.takesWhatComes = takesWhatComes;
  }

  /** A file can be this from now on, or come too late: after the listing, before the plan. */
  void meets(String name, String content) {
    if (over || !possible.containsKey(name)) {
      return;
    }
    disturbed = true;
    if (takesWhatComes) {
      possible.get(name).add(content);
      possible.get(name).add(NONE);
    }
  }

  boolean mayBeEmpty() {
    return possible.values().stream().allMatch(contents -> contents.contains(NONE));
  }
}
