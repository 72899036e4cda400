package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reports the tests of the page as skipped where there is no browser to run them in. */
class BrowserPresenceTest {
  @Test
  void testsThePageWhereChromiumIs() {
    var browser = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    assumeTrue(Files.isExecutable(browser), () -> "no Chromium at " + browser);

    assertThatCode(() -> Class.forName("org.datareload.page.PageCase"))
        .as("the profile of the page's tests is on; if not, say -Pbrowser")
        .doesNotThrowAnyException();
  }
}
