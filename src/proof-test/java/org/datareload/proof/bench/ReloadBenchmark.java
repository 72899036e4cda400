package org.datareload.proof.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.datareload.testing.proxy.FaultProxy;

/**
 * Times reloads against the tools that people use by hand, in turns on the same store: a first load
 * of a dataset, and a load that replaces as many files, in a lake without and with versions,
 * against a move of as many files. Prints each load, then the medians of time, CPU time and
 * requests a file, and their ratios to those of each tool.
 */
final class ReloadBenchmark {
  private static final String FIRST = "first load";
  private static final String REPLACING = "replacing load";
  private static final String WITH_VERSIONS = "replacing load, lake with versions";

  private final Options options;
  private final Bench bench;
  private final Path folder;
  private final Map<String, List<Load>> loads = new LinkedHashMap<>();

  private ReloadBenchmark(Options options, Bench bench, Path folder) {
    this.options = options;
    this.bench = bench;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    var options = Options.of(arguments);
    var folder = Files.createTempDirectory("reload-benchmark");
    try (var bench = new Bench(options)) {
      new ReloadBenchmark(options, bench, folder).run();
    } finally {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    var peers =
        options.tools().stream()
            .filter(Peer::isInstalled)
            .map(name -> new Peer(name, bench, folder))
            .toList();
    System.out.printf(
        "%d files of %d bytes, %d rounds, store %s%n",
        options.files(), options.size(), options.rounds(), bench.endpoint);
    try (var product = product(bench.lake, bench.endpoint, "timed");
        var versioned = product(bench.versionedLake, bench.endpoint, "versioned")) {
      for (int warm = 0; warm < 2; warm++) {
        product.load("warm");
        versioned.load("versions");
      }
      for (int round = 0; round < options.rounds(); round++) {
        add(FIRST, product.load("first" + round));
        add(REPLACING, product.load("warm"));
        add(WITH_VERSIONS, versioned.load("versions"));
        for (var peer : peers) {
          var prefix = peer.name() + round + "/";
          bench.fill(bench.from, prefix, options.files());
          add(peer.name(), peer.move(prefix, options.files(), bench.endpoint));
        }
      }
    }
    var requests = bench.isLocal() ? requests(peers) : Map.<String, Double>of();
    loads.forEach(
        (name, all) ->
            System.out.printf(
                "median %s: %.2f s, %.2f ms CPU a file, %s requests a file%n",
                name,
                median(all, Load::seconds),
                median(all, Load::cpuMillis),
                requests.containsKey(name) ? "%.2f".formatted(requests.get(name)) : "unknown"));
    System.out.printf(
        "%s to %s: %.2f of the time%n",
        WITH_VERSIONS,
        FIRST,
        median(loads.get(WITH_VERSIONS), Load::seconds) / median(loads.get(FIRST), Load::seconds));
    for (var peer : peers) {
      for (var name : List.of(FIRST, REPLACING, WITH_VERSIONS)) {
        System.out.printf(
            "%s to %s: %.2f of the time, %.2f of the CPU time%n",
            name,
            peer.name(),
            median(loads.get(name), Load::seconds) / median(loads.get(peer.name()), Load::seconds),
            median(loads.get(name), Load::cpuMillis)
                / median(loads.get(peer.name()), Load::cpuMillis));
      }
    }
  }

  /** Counted in loads of their own, since the proxy that counts takes time. */
  private Map<String, Double> requests(List<Peer> peers) throws IOException, InterruptedException {
    var counts = new LinkedHashMap<String, Double>();
    try (var proxy = bench.counter()) {
      var endpoint = URI.create("http://127.0.0.1:" + proxy.port());
      try (var product = product(bench.lake, endpoint, "counted")) {
        counts.put(FIRST, requests(proxy, product));
        counts.put(REPLACING, requests(proxy, product));
      }
      try (var product = product(bench.versionedLake, endpoint, "counted-versioned")) {
        requests(proxy, product);
        counts.put(WITH_VERSIONS, requests(proxy, product));
      }
      for (var peer : peers) {
        var prefix = peer.name() + "-counted/";
        bench.fill(bench.from, prefix, options.files());
        var before = proxy.requests();
        peer.move(prefix, options.files(), endpoint);
        counts.put(peer.name(), (proxy.requests() - before) / (double) options.files());
      }
    }
    return counts;
  }

  private double requests(FaultProxy proxy, Product product)
      throws IOException, InterruptedException {
    var before = proxy.requests();
    product.load("counted");
    return (proxy.requests() - before) / (double) options.files();
  }

  private Product product(String lake, URI endpoint, String name)
      throws IOException, InterruptedException {
    return new Product(bench, options, lake, endpoint, folder.resolve(name));
  }

  private void add(String name, Load load) {
    loads.computeIfAbsent(name, absent -> new ArrayList<>()).add(load);
    System.out.println(name + ": " + load);
  }

  private static double median(List<Load> loads, ToDoubleFunction<Load> value) {
    var sorted = loads.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
