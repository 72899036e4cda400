package org.datareload.proof.history;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an execution may load, as far as known from outside. */
final class TrackedRun {
  /** No file. */
  static final String NONE = "";

  /** The contents that may be loaded, by file name. */
  final Map<String, Set<String>> possible = new TreeMap<>();

  /** Names whose bytes were uploaded again while it ran. */
  final Set<String> resent = new HashSet<>();

  final boolean loadsChanges;

  /** Whether something happened that may make it fail. */
  boolean disturbed;

  boolean over;

  /**
   * @param loadsChanges whether it loads files that change before it is planned
   */
  TrackedRun(boolean loadsChanges) {
    this.loadsChanges = loadsChanges;
  }

  /** A file may have this content from now on, or change between listing and plan. */
  void observe(String name, String content) {
    if (over || !possible.containsKey(name)) {
      return;
    }
    disturbed = true;
    if (loadsChanges) {
      possible.get(name).add(content);
      possible.get(name).add(NONE);
    }
  }

  boolean mayBeEmpty() {
    return possible.values().stream().allMatch(contents -> contents.contains(NONE));
  }
}
