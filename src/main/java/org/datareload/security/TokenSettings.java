package org.datareload.security;

/**
 * How long API tokens count.
 *
 * @param maxDays the maximum age of any token, 1 to {@link #MAX_DAYS}
 * @param endWithPassword whether a token ends when the password of its owner changes
 */
public record TokenSettings(int maxDays, boolean endWithPassword) {
  /** The most that {@code maxDays} can be. */
  public static final int MAX_DAYS = 366;

  public TokenSettings {
    if (maxDays < 1 || maxDays > MAX_DAYS) {
      throw new IllegalArgumentException("maxDays is " + maxDays);
    }
  }
}
