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

/**
 * Times reloads against the tools that people use by hand, in turns on the same store: a first load
 * of a dataset, and a load that replaces as many files, against a move of as many files. Prints
 * each load, then the medians of time, CPU time and requests a file, and their ratios to those of
 * each tool.
 */
final class ReloadBenchmark {
  private static final String FIRST = "first load";
  private static final String REPLACING = "replacing load";

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
    try (var product = new Product(bench, options, bench.endpoint, folder.resolve("timed"))) {
      product.load("warm");
      product.load("warm");
      for (int round = 0; round < options.rounds(); round++) {
        add(FIRST, product.load("first" + round));
        add(REPLACING, product.load("warm"));
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
    for (var peer : peers) {
      for (var name : List.of(FIRST, REPLACING)) {
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
      try (var product = new Product(bench, options, endpoint, folder.resolve("counted"))) {
        for (var name : List.of(FIRST, REPLACING)) {
          var before = proxy.requests();
          product.load("counted");
          counts.put(name, (proxy.requests() - before) / (double) options.files());
        }
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

  private void add(String name, Load load) {
    loads.computeIfAbsent(name, absent -> new ArrayList<>()).add(load);
    System.out.println(name + ": " + load);
  }

  private static double median(List<Load> loads, ToDoubleFunction<Load> value) {
    var sorted = loads.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
