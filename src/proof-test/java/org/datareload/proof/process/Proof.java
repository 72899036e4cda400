package org.datareload.proof.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * How far a proof goes: a little in each build, as far as {@code docs/reliability.md} says with
 * {@code -Dreload.proof=long}. Each number can be set alone: {@code -Dreload.proof.kills=300}.
 */
final class Proof {
  static final boolean LONG = "long".equals(System.getProperty("reload.proof"));

  private Proof() {}

  /** Skips a test that takes minutes, and says so. */
  static void longOnly() {
    assumeTrue(LONG, "takes minutes, and runs with -Dreload.proof=long");
  }

  static int number(String name, int few, int many) {
    return number(name, LONG ? many : few);
  }

  /** Of a test that takes minutes. */
  static int number(String name, int many) {
    return Integer.getInteger("reload.proof." + name, many);
  }

  /** Makes the random choices of a proof; the same seed makes them again. */
  static long seed() {
    return Long.getLong("reload.proof.seed", System.nanoTime());
  }

  static void say(String line, Object... values) {
    System.out.println(line.formatted(values));
  }
}
