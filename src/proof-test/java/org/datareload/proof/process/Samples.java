package org.datareload.proof.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.proof.Proof.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.datareload.store.TestZones;

/** Samples of the memory, threads, descriptors and disk space of a child. */
final class Samples {
  private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");
  private static final long KIB = 1024;

  private final List<Sample> samples = new ArrayList<>();
  private final Child child;
  private final Path folder;
  private final TestZones zones;

  Samples(Child child, Path folder, TestZones zones) {
    this.child = child;
    this.folder = folder;
    this.zones = zones;
  }

  /**
   * @param heap KiB in use after a collection
   * @param database KiB of H2's file
   * @param uploads the keys of those that are open
   */
  private record Sample(
      int reloads, long heap, long threads, long descriptors, long database, Set<String> uploads) {}

  void take(int reloads) throws IOException {
    var sample =
        new Sample(
            reloads,
            heap(),
            threads(),
            count(proc("fd")),
            database(),
            Set.copyOf(zones.openUploads("")));
    if (samples.isEmpty()) {
      report("  reloads  heap KiB  threads  descriptors  H2 KiB  open uploads");
    }
    report(
        "  %7d  %8d  %7d  %11d  %6d  %12d",
        sample.reloads,
        sample.heap,
        sample.threads,
        sample.descriptors,
        sample.database,
        sample.uploads.size());
    samples.add(sample);
  }

  /** Asserts that the last third of the samples is not above the second third. */
  void assertFlat() {
    assertFlat("heap", Sample::heap, 1.15);
    assertFlat("threads", Sample::threads, 1.10);
    assertFlat("descriptors", Sample::descriptors, 1.10);
    // The file holds the rows of all reloads.
    assertFlat("H2's file", Sample::database, 1.5);
    assertThat(samples.get(samples.size() - 1).database()).isLessThan(200 * KIB);
    assertNoUploadStaysOpen();
    assertThat(zones.openUploads("")).isEmpty();
  }

  /** Uploads in progress are fine: each has its own key. */
  private void assertNoUploadStaysOpen() {
    for (var i = 1; i < samples.size(); i++) {
      assertThat(Collections.disjoint(samples.get(i).uploads(), samples.get(i - 1).uploads()))
          .as("%s open at %d reloads", samples.get(i).uploads(), samples.get(i).reloads())
          .isTrue();
    }
  }

  private void assertFlat(String what, ToLongFunction<Sample> value, double growth) {
    var third = samples.size() / 3;
    var before = most(samples.subList(third, 2 * third), value);
    var last = most(samples.subList(2 * third, samples.size()), value);
    assertThat((double) last).as(what).isLessThanOrEqualTo(before * growth + 2);
  }

  private static long most(List<Sample> samples, ToLongFunction<Sample> value) {
    return samples.stream().mapToLong(value).max().orElseThrow();
  }

  private long heap() {
    // One command: objects created between a collection and a sample would distort the figure.
    var live = LIVE.matcher(Child.run("jcmd", Long.toString(child.pid()), "GC.class_histogram"));
    assertThat(live.find()).as("bytes of all objects").isTrue();
    return Long.parseLong(live.group(1)) / KIB;
  }

  private long threads() throws IOException {
    return count(proc("task"));
  }

  private long database() throws IOException {
    return Files.size(folder.resolve("data").resolve("reload.mv.db")) / KIB;
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(child.pid()), name);
  }

  private static long count(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.count();
    }
  }
}
