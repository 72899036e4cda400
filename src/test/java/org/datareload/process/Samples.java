package org.datareload.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datareload.process.Proof.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.datareload.store.TestZones;

/** What a child takes of its machine, now and again. */
final class Samples {
  private static final Pattern USED = Pattern.compile("generation +total \\d+K, used (\\d+)K");
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
   */
  private record Sample(
      int reloads, long heap, long threads, long descriptors, long database, long uploads) {}

  void take(int reloads) throws IOException {
    var sample =
        new Sample(
            reloads,
            heap(),
            threads(),
            count(proc("fd")),
            database(),
            zones.openUploads("").size());
    if (samples.isEmpty()) {
      say("  reloads  heap KiB  threads  descriptors  H2 KiB  open uploads");
    }
    say(
        "  %7d  %8d  %7d  %11d  %6d  %12d",
        sample.reloads,
        sample.heap,
        sample.threads,
        sample.descriptors,
        sample.database,
        sample.uploads);
    samples.add(sample);
  }

  /** The last third takes no more than the third before it. */
  void assertFlat() {
    assertFlat("heap", Sample::heap, 1.15);
    assertFlat("threads", Sample::threads, 1.10);
    assertFlat("descriptors", Sample::descriptors, 1.10);
    assertThat(samples.get(samples.size() - 1).database()).isLessThan(200 * KIB);
    assertThat(zones.openUploads("")).isEmpty();
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
    var pid = Long.toString(child.pid());
    Child.run("jcmd", pid, "GC.run");
    return USED.matcher(Child.run("jcmd", pid, "GC.heap_info"))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
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
