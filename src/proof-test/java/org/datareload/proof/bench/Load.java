package org.datareload.proof.bench;

/**
 * What one load or one move of all files took.
 *
 * @param seconds from the start to the end
 * @param cpuMillis CPU time a file
 */
record Load(double seconds, double cpuMillis) {
  static Load of(long nanos, double cpuSeconds, int files) {
    return new Load(nanos / 1e9, cpuSeconds * 1_000 / files);
  }

  @Override
  public String toString() {
    return "%.2f s, %.2f ms CPU a file".formatted(seconds, cpuMillis);
  }
}
