package org.datareload.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reports the browser tests as skipped if there is no browser. */
class BrowserPresenceTest {
  @Test
  void runsTheBrowserTestsIfChromiumIsInstalled() {
    var browser = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    assumeTrue(Files.isExecutable(browser), () -> "no Chromium at " + browser);

    assertThatCode(() -> Class.forName("org.datareload.page.PageCase"))
        .as("the profile of the browser tests is active; if not, add -Pbrowser")
        .doesNotThrowAnyException();
  }
}
