package org.datareload.landing;

import java.util.Arrays;

/**
 * Names of very many files in 16 to 32 bytes each. It keeps 64 bits of a name, so that among a
 * million names two are taken for one by a chance of 1 in 30 million: enough for a preview.
 */
final class NameSet {
  private static final long EMPTY = 0;

  private long[] slots = new long[1024];
  private int size;

  void add(String name) {
    var mark = mark(name);
    var slot = slot(slots, mark);
    if (slots[slot] == EMPTY) {
      slots[slot] = mark;
      size++;
    }
    if (size > slots.length / 2) {
      grow();
    }
  }

  boolean contains(String name) {
    return slots[slot(slots, mark(name))] != EMPTY;
  }

  private void grow() {
    var larger = new long[2 * slots.length];
    Arrays.stream(slots)
        .filter(mark -> mark != EMPTY)
        .forEach(mark -> larger[slot(larger, mark)] = mark);
    slots = larger;
  }

  /** Where the mark stands, or the free place where it would. */
  private static int slot(long[] slots, long mark) {
    var slot = (int) (mark >>> 32) & slots.length - 1;
    while (slots[slot] != EMPTY && slots[slot] != mark) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  /** FNV-1a, stirred once more since names in a row differ in their last letters alone. */
  private static long mark(String name) {
    var hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
    return hash == EMPTY ? 1 : hash;
  }
}
