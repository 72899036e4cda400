package org.datareload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Runs Data Reload with {@code application.properties} and {@code routes/} of the current folder.
 *
 * <p>The packages are the stations of a file's way: {@code landing} knows what arrived, {@code
 * execution} who may load it, {@code transfer} copies it, {@code publication} shows it to readers
 * and {@code mail} tells people. {@code store} speaks to S3, {@code dataset} keeps the datasets.
 * The way itself is drawn in {@code route}, its edges in the YAML files of {@code routes/}.
 */
public final class Main {
  /** Exit code where a setting is wrong or missing. */
  private static final int WRONG_SETTINGS = 2;

  private Main() {}

  public static void main(String[] args) {
    try {
      var program = Program.start(Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(program::close, "stop"));
    } catch (SettingsException wrong) {
      System.err.println("data-reload: " + wrong.getMessage());
      System.exit(WRONG_SETTINGS);
    } catch (RuntimeException failed) {
      LoggerFactory.getLogger(Main.class).error("Data Reload cannot start", failed);
      System.exit(1);
    }
  }

  /**
   * Reads the settings.
   *
   * @param file may be missing
   * @param given what counts before the environment, beside the system properties
   */
  static Settings settings(Path file, Map<String, String> given) {
    var system = texts(System.getProperties());
    system.putAll(given);
    return Settings.of(new Properties(read(file), System.getenv(), system));
  }

  private static Map<String, String> read(Path file) {
    var properties = new java.util.Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file, UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException failed) {
        throw new SettingsException(file.toString(), "cannot be read: " + failed.getMessage());
      }
    }
    return texts(properties);
  }

  private static Map<String, String> texts(java.util.Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(toMap(name -> name, properties::getProperty));
  }
}
