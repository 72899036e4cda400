package org.datareload.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The texts of all properties, read with a name each: a system property counts before the
 * environment, the environment before the file.
 */
final class SettingsReader {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)?");

  private final Map<String, String> file;
  private final Map<String, String> environment;
  private final Map<String, String> system;
  private final Map<String, String> read = new TreeMap<>();

  public SettingsReader(
      Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
    this.file = file;
    this.environment = environment;
    this.system = system;
  }

  /**
   * Reads the properties of a file, the environment and the system.
   *
   * @param file may be missing
   * @param overrides properties that take precedence over all others
   */
  static SettingsReader of(Path file, Map<String, String> overrides) {
    var system = texts(System.getProperties());
    system.putAll(overrides);
    return new SettingsReader(load(file), System.getenv(), system);
  }

  private static Map<String, String> load(Path file) {
    var properties = new Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file, UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException failed) {
        throw new SettingsException(file.toString(), "cannot be read: " + failed.getMessage());
      }
    }
    return texts(properties);
  }

  private static Map<String, String> texts(Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(toMap(name -> name, properties::getProperty));
  }

  /** Every property that was read, with the text that counted: what routes may refer to. */
  Map<String, String> read() {
    return Map.copyOf(read);
  }

  /** Refuses names of the product in the file that it does not know. */
  void refuseUnknown() {
    for (var name : file.keySet()) {
      if (name.startsWith("reload.") && !read.containsKey(name)) {
        throw new SettingsException(
            name, "is not a property of Data Reload; see the README's table");
      }
    }
  }

  String text(String name, String otherwise) {
    var variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    var value = system.getOrDefault(name, environment.getOrDefault(variable, file.get(name)));
    var text = value == null || value.isBlank() ? otherwise : value.strip();
    read.put(name, text);
    return text;
  }

  String required(String name) {
    var text = text(name, "");
    if (text.isEmpty()) {
      throw new SettingsException(name, "is missing");
    }
    return text;
  }

  boolean flag(String name, boolean otherwise) {
    var text = text(name, Boolean.toString(otherwise)).toLowerCase(Locale.ROOT);
    if (!Set.of("true", "false").contains(text)) {
      throw new SettingsException(name, "must be true or false, not " + text);
    }
    return text.equals("true");
  }

  int number(String name, int otherwise, int least, int most) {
    var text = text(name, Integer.toString(otherwise));
    try {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // the same answer as for a number out of range
    }
    throw new SettingsException(
        name, "must be a whole number from " + least + " to " + most + ", not " + text);
  }

  /** A time that is longer than none. */
  Duration duration(String name, String otherwise) {
    var duration = delay(name, otherwise);
    if (duration.isZero()) {
      throw new SettingsException(name, "must be longer than none");
    }
    return duration;
  }

  /** A time, perhaps none. */
  Duration delay(String name, String otherwise) {
    var text = text(name, otherwise);
    var match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new SettingsException(name, "must be a time such as 500ms, 5s, 15m or 2h, not " + text);
    }
    var amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  long bytes(String name, String otherwise, String least, String most) {
    var bytes = bytes(name, text(name, otherwise));
    if (bytes < bytes(name, least) || bytes > bytes(name, most)) {
      throw new SettingsException(name, "must be a size from " + least + " to " + most);
    }
    return bytes;
  }

  private static long bytes(String name, String text) {
    var match = BYTES.matcher(text);
    if (!match.matches()) {
      throw new SettingsException(name, "must be a size such as 8MiB or 5GiB, not " + text);
    }
    var unit = match.group(2) == null ? "B" : match.group(2);
    var shift = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30).get(unit);
    return Long.parseLong(match.group(1)) << shift;
  }

  /** An absolute http or https address, or null where the property is empty. */
  URI address(String name) {
    var text = text(name, "");
    if (text.isEmpty()) {
      return null;
    }
    try {
      var address = new URI(text);
      if (address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
        return address;
      }
    } catch (URISyntaxException notAnAddress) {
      // the same answer as for another scheme
    }
    throw new SettingsException(name, "must be an address such as http://host:port, not " + text);
  }
}
