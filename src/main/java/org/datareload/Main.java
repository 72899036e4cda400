package org.datareload;

import java.util.Map;
import org.datareload.config.Application;
import org.datareload.config.SettingsException;
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
      Application.start(Map.of()).closeAtExit();
    } catch (SettingsException wrong) {
      System.err.println("data-reload: " + wrong.getMessage());
      System.exit(WRONG_SETTINGS);
    } catch (RuntimeException failed) {
      LoggerFactory.getLogger(Main.class).error("Data Reload cannot start", failed);
      System.exit(1);
    }
  }
}
