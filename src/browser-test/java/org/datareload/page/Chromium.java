package org.datareload.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The one browser of this JVM: the system's own, as its driver would fetch another. */
final class Chromium {
  private static final Path PROGRAM =
      Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));

  /** Milliseconds: a busy machine is slow, not wrong. */
  private static final double PATIENCE = 30_000;

  private static Browser browser;

  private Chromium() {}

  /** Skips the test where there is no browser. */
  static synchronized Browser get() {
    assumeTrue(Files.isExecutable(PROGRAM), () -> "no Chromium at " + PROGRAM);
    if (browser == null) {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
      var playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new LaunchOptions()
                      .setExecutablePath(PROGRAM)
                      .setHeadless(true)
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
