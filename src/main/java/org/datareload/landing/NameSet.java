package org.datareload.landing;

import java.util.Arrays;

/**
 * A set of very many file names in 16 to 32 bytes each. It keeps a 64-bit hash of each name: among
 * a million names, the probability that two collide is 1 in 30 million, which is enough for a
 * preview.
 */
final class NameSet {
  private static final long EMPTY = 0;

  private long[] slots = new long[1024];
  private int size;

  void add(String name) {
    var hash = hash(name);
    var slot = slot(slots, hash);
    if (slots[slot] == EMPTY) {
      slots[slot] = hash;
      size++;
    }
    if (size > slots.length / 2) {
      grow();
    }
  }

  boolean contains(String name) {
    return slots[slot(slots, hash(name))] != EMPTY;
  }

  private void grow() {
    var larger = new long[2 * slots.length];
    Arrays.stream(slots)
        .filter(hash -> hash != EMPTY)
        .forEach(hash -> larger[slot(larger, hash)] = hash);
    slots = larger;
  }

  /** The slot of the hash, or the free slot for it (linear probing). */
  private static int slot(long[] slots, long hash) {
    var slot = (int) (hash >>> 32) & slots.length - 1;
    while (slots[slot] != EMPTY && slots[slot] != hash) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  /** FNV-1a, mixed once more because numbered names differ in their last characters only. */
  private static long hash(String name) {
    var hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
    return hash == EMPTY ? 1 : hash;
  }
}
