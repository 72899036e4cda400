package org.datareload.proof.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What to measure.
 *
 * @param endpoint of the store, with the keys of an account that may create buckets; null for the
 *     embedded store
 * @param size bytes of each file
 * @param tools peers to compare with, where they are installed
 * @param settings properties of the product beside those that the benchmark needs
 */
record Options(
    URI endpoint,
    String accessKey,
    String secretKey,
    int files,
    int size,
    int rounds,
    List<String> tools,
    Path jar,
    Map<String, String> settings) {
  private static final Set<String> NAMES =
      Set.of("endpoint", "access-key", "secret-key", "files", "size", "rounds", "tools", "jar");

  /** Reads {@code --name value} and {@code -Dproperty=value}. */
  static Options of(String[] arguments) {
    var given = new HashMap<String, String>();
    var settings = new TreeMap<String, String>();
    for (int i = 0; i < arguments.length; i++) {
      var argument = arguments[i];
      if (argument.startsWith("-D") && argument.contains("=")) {
        var parts = argument.substring(2).split("=", 2);
        settings.put(parts[0], parts[1]);
      } else if (argument.startsWith("--")
          && NAMES.contains(argument.substring(2))
          && i + 1 < arguments.length) {
        given.put(argument.substring(2), arguments[++i]);
      } else {
        throw new IllegalArgumentException(
            argument
                + " is no option; there are -Dproperty=value and, each with a value, "
                + NAMES);
      }
    }
    return new Options(
        given.containsKey("endpoint") ? URI.create(given.get("endpoint")) : null,
        given.get("access-key"),
        given.get("secret-key"),
        number(given, "files", 2_000),
        number(given, "size", 1_024),
        number(given, "rounds", 5),
        List.of(given.getOrDefault("tools", "s5cmd,rclone,aws,s3cmd").split(",")),
        Path.of(given.getOrDefault("jar", "target/data-reload.jar")).toAbsolutePath(),
        settings);
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    return Integer.parseInt(given.getOrDefault(name, Integer.toString(otherwise)));
  }
}
