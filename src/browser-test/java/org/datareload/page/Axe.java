package org.datareload.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Checks accessibility rules. The script is large, so each document loads it once. */
final class Axe {
  private static final String SCRIPT = script();
  private static final Map<String, Object> ALL_RULES =
      Map.of(
          "type",
          "tag",
          "values",
          List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"));
  private static final Map<String, Object> COLOUR_RULES =
      Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block"));

  private Axe() {}

  /** Each violated rule with the first element that violates it. */
  static List<String> violations(Page page) {
    return violations(page, ALL_RULES);
  }

  /** The same for the rules that depend on colours. */
  static List<String> colourViolations(Page page) {
    return violations(page, COLOUR_RULES);
  }

  @SuppressWarnings("unchecked")
  private static List<String> violations(Page page, Map<String, Object> rules) {
    if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
      page.evaluate(SCRIPT);
    }
    return (List<String>)
        page.evaluate(
            """
            async runOnly => {
              const options = {runOnly, resultTypes: ['violations'], preload: false};
              const {violations} = await axe.run(document, options);
              return violations.map(rule => rule.id + ' ' + rule.nodes[0].html);
            }
            """,
            rules);
  }

  private static String script() {
    try (var script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
