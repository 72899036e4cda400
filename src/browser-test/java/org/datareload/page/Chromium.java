package org.datareload.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The browser that all tests of this JVM share: the one of the system, not Playwright's own. */
final class Chromium {
  /** How long tests wait for anything. Only a hang takes so long, however busy the machine is. */
  static final Duration HANG = Duration.ofMinutes(2);

  private static final Path EXECUTABLE =
      Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));

  private static Browser browser;

  private Chromium() {}

  /** Skips the test if there is no browser. */
  static synchronized Browser get() {
    assumeTrue(Files.isExecutable(EXECUTABLE), () -> "no Chromium at " + EXECUTABLE);
    if (browser == null) {
      PlaywrightAssertions.setDefaultAssertionTimeout(HANG.toMillis());
      var playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new LaunchOptions()
                      .setExecutablePath(EXECUTABLE)
                      .setHeadless(true)
                      .setTimeout(HANG.toMillis())
                      .setArgs(
                          List.of(
                              "--no-sandbox",
                              "--disable-gpu",
                              "--disable-quic",
                              "--no-first-run",
                              "--disable-background-networking",
                              "--disable-component-update",
                              "--disable-sync")));
      Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "close-browser"));
    }
    return browser;
  }
}
