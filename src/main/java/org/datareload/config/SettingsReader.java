package org.datareload.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datareload.dataset.DurationText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads properties by name and type. System properties win over the environment, the environment
 * wins over the file.
 */
final class SettingsReader {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)?");

  private final Map<String, String> file;
  private final Map<String, String> environment;
  private final Map<String, String> system;
  private final Map<String, String> read = new TreeMap<>();

  SettingsReader(
      Map<String, String> file, Map<String, String> environment, Map<String, String> system) {
    this.file = file;
    this.environment = environment;
    this.system = system;
  }

  /**
   * Reads a file, the environment and the system properties.
   *
   * @param file may be missing
   * @param overrides properties that win over all others
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

  /** The text of every property read so far. */
  Map<String, String> read() {
    return Map.copyOf(read);
  }

  /**
   * Fails if the file has a {@code reload.} property that was not read: a misspelt name. A variable
   * of the environment may belong to another program, so it is only logged.
   */
  void refuseUnknown() {
    var known = read.keySet().stream().map(SettingsReader::variable).collect(toSet());
    environment.keySet().stream()
        .filter(name -> name.startsWith("RELOAD_") && !known.contains(name))
        .sorted()
        .forEach(
            name ->
                LOG.warn(
                    "The environment variable {} is not a known property and is ignored; see"
                        + " docs/configuration.md",
                    name));
    for (var name : file.keySet()) {
      if (name.startsWith("reload.") && !read.containsKey(name)) {
        throw new SettingsException(name, "is not a known property; see docs/configuration.md");
      }
    }
  }

  String text(String name, String defaultText) {
    var value = value(name);
    var text = value == null || value.isBlank() ? defaultText : value.strip();
    read.put(name, text);
    return text;
  }

  /** Fails if the property is set, which would be ignored. */
  void refuse(String name, String reason) {
    if (value(name) != null) {
      throw new SettingsException(name, reason);
    }
  }

  /** A text of a form, such as "a host name". */
  String text(String name, String defaultText, String what, Predicate<String> form) {
    var text = text(name, defaultText);
    if (!form.test(text)) {
      throw new SettingsException(name, "must be " + what + ", not " + text);
    }
    return text;
  }

  /** Texts of a form, separated by commas; none if the property is empty. */
  List<String> list(String name, String what, Predicate<String> form) {
    var text = text(name, "");
    var items =
        text.isEmpty()
            ? List.<String>of()
            : Stream.of(text.split(",", -1)).map(String::strip).toList();
    if (!items.stream().allMatch(form)) {
      throw new SettingsException(name, "must be " + what + " separated by commas, not " + text);
    }
    return items;
  }

  private String value(String name) {
    return system.getOrDefault(name, environment.getOrDefault(variable(name), file.get(name)));
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  String required(String name) {
    var text = text(name, "");
    if (text.isEmpty()) {
      throw new SettingsException(name, "is missing");
    }
    return text;
  }

  boolean flag(String name, boolean defaultValue) {
    var text = text(name, Boolean.toString(defaultValue)).toLowerCase(Locale.ROOT);
    if (!Set.of("true", "false").contains(text)) {
      throw new SettingsException(name, "must be true or false, not " + text);
    }
    return text.equals("true");
  }

  int number(String name, int defaultValue, int min, int max) {
    var text = text(name, Integer.toString(defaultValue));
    try {
      var number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // same message as for a number out of range
    }
    throw new SettingsException(
        name, "must be a whole number from " + min + " to " + max + ", not " + text);
  }

  /** A duration greater than zero. */
  Duration duration(String name, String defaultText) {
    var duration = delay(name, defaultText);
    if (duration.isZero()) {
      throw new SettingsException(name, "must be longer than 0s, not " + text(name, defaultText));
    }
    return duration;
  }

  /** A duration, or zero. */
  Duration delay(String name, String defaultText) {
    var text = text(name, defaultText);
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new SettingsException(
                    name, "must be a duration such as 500ms, 5s, 15m or 2h, not " + text));
  }

  long bytes(String name, String defaultText, String min, String max) {
    var text = text(name, defaultText);
    var bytes = bytes(name, text);
    if (bytes < bytes(name, min) || bytes > bytes(name, max)) {
      throw new SettingsException(
          name, "must be a size from " + min + " to " + max + ", not " + text);
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

  /** An absolute http or https URL, or null if the property is empty. */
  URI url(String name) {
    var text = text(name, "");
    if (text.isEmpty()) {
      return null;
    }
    try {
      var url = new URI(text);
      if (url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawFragment() == null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException notAUrl) {
      // same message as for another scheme
    }
    throw new SettingsException(name, "must be a URL such as http://host:port, not " + text);
  }
}
