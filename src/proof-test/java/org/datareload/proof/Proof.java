package org.datareload.proof;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * How far a reliability test goes: a short form by default, the figures of {@code
 * docs/reliability.md} with {@code -Dreload.proof=long}. Single numbers can be set as well, such as
 * {@code -Dreload.proof.kills=300}.
 */
public final class Proof {
  public static final boolean LONG = "long".equals(System.getProperty("reload.proof"));

  private Proof() {}

  /** Skips a test that takes minutes. */
  public static void longOnly() {
    assumeTrue(LONG, "takes minutes; run it with -Dreload.proof=long");
  }

  /** The number in {@code -Dreload.proof.<name>}, or the default of the form. */
  public static int number(String name, int inShortForm, int inLongForm) {
    return Integer.getInteger("reload.proof." + name, LONG ? inLongForm : inShortForm);
  }

  /** The number for a test that has only a long form. */
  public static int number(String name, int inLongForm) {
    return number(name, inLongForm, inLongForm);
  }

  /** The seed of all random choices: {@code -Dreload.proof.seed}, or a new one. */
  public static long seed() {
    return Long.getLong("reload.proof.seed", System.nanoTime());
  }

  /** Prints a line of the report. */
  public static void report(String line, Object... values) {
    System.out.println(line.formatted(values));
  }
}
