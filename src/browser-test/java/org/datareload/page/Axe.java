package org.datareload.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Accessibility rules. Each document is handed the engine once, since it is large. */
final class Axe {
  private static final String ENGINE = engine();
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private Axe() {}

  /** Each rule that is broken, with the first place where it is. */
  @SuppressWarnings("unchecked")
  static List<String> violations(Page page) {
    if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
      page.evaluate(ENGINE);
    }
    return (List<String>)
        page.evaluate(
            """
            async rules => {
              const wish = {runOnly: rules, resultTypes: ['violations'], preload: false};
              const {violations} = await axe.run(document, wish);
              return violations.map(rule => rule.id + ' ' + rule.nodes[0].html);
            }
            """,
            RULES);
  }

  private static String engine() {
    try (var script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
