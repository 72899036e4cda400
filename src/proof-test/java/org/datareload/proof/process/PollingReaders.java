package org.datareload.proof.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.datareload.store.ObjectRef;
import org.datareload.store.StoredObject;
import org.datareload.testing.TestDataset;

/** Readers of both manifests and of the prefix that poll all datasets. */
final class PollingReaders {
  private final Cluster cluster;
  private final boolean strict;
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicLong polls = new AtomicLong();
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong mixed = new AtomicLong();
  private final AtomicLong repeats = new AtomicLong();
  private final List<CompletableFuture<Void>> readers = new ArrayList<>();
  private volatile boolean finished;

  /**
   * @param strict whether the objects of a manifest must exist even after it was replaced;
   *     otherwise its reader reads the manifest again, once
   */
  PollingReaders(Cluster cluster, boolean strict) {
    this.cluster = cluster;
    this.strict = strict;
    for (Consumer<TestDataset> read :
        List.<Consumer<TestDataset>>of(
            dataset -> complete(dataset, () -> named(dataset)),
            dataset -> complete(dataset, () -> linked(dataset)),
            this::listed,
            this::listed)) {
      readers.add(
          CompletableFuture.runAsync(() -> poll(read), Executors.newSingleThreadExecutor()));
    }
  }

  /** Stops and returns a report. */
  String finish() {
    finished = true;
    readers.forEach(CompletableFuture::join);
    return ("%d manifests read (%d again, as the content was replaced), %d listings (%d of them with"
            + " more than one content), %d violations")
        .formatted(polls.get(), repeats.get(), lists.get(), mixed.get(), violations.size());
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  private void poll(Consumer<TestDataset> read) {
    while (!finished) {
      for (var dataset : cluster.datasets) {
        try {
          read.accept(dataset);
          MILLISECONDS.sleep(20);
        } catch (Exception failed) {
          violations.add(dataset.prefix() + ": " + failed);
        }
      }
    }
  }

  private interface Keys {
    List<String> read();
  }

  private static List<String> named(TestDataset dataset) {
    var keys = new ArrayList<String>();
    dataset.manifest().get("files").forEach(file -> keys.add(file.get("key").textValue()));
    return keys;
  }

  private List<String> linked(TestDataset dataset) {
    var bucket = "s3://" + cluster.zones.zones().lake() + "/";
    return dataset.symlinks().stream().map(uri -> uri.substring(bucket.length())).toList();
  }

  /** All objects of a manifest exist and belong to one round. */
  private void complete(TestDataset dataset, Keys manifest) {
    polls.incrementAndGet();
    var keys = manifest.read();
    var missing = keys.stream().filter(key -> !exists(key)).toList();
    if (!missing.isEmpty()) {
      if (strict || manifest.read().equals(keys)) {
        violations.add(missing + " named but missing");
      }
      repeats.incrementAndGet();
      return;
    }
    var rounds = keys.stream().map(PollingReaders::round).collect(toSet());
    if (rounds.size() != 1 || keys.size() != 3) {
      violations.add("a mix: " + keys);
    }
  }

  private boolean exists(String key) {
    var object = new ObjectRef(cluster.zones.zones().lake(), key);
    return cluster.zones.store().head(object).join().isPresent();
  }

  /** A listing shows at least one complete content. */
  private void listed(TestDataset dataset) {
    lists.incrementAndGet();
    var contents =
        dataset.lake().stream()
            .map(StoredObject::key)
            .collect(groupingBy(PollingReaders::folder, counting()));
    if (contents.size() > 1) {
      mixed.incrementAndGet();
    }
    if (!contents.containsValue(3L)) {
      violations.add("no complete content: " + contents);
    }
  }

  private static String folder(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  private static String round(String key) {
    var name = key.substring(key.lastIndexOf('/') + 1);
    return name.substring(0, name.indexOf('-'));
  }
}
