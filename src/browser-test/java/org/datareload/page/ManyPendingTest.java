package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.KeyboardModifier;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.datareload.testing.ManyRows;
import org.junit.jupiter.api.Test;

/**
 * 20,000 pending files, or 100,000 by {@code -Dreload.proof=long}, half of which replace a live
 * one, 100 to a page.
 */
class ManyPendingTest extends PageCase {
  private static final int FILES = ManyRows.MANY;
  private static final String ALL = String.format(Locale.ROOT, "%,d", FILES);
  private static final String CHOSEN = String.format(Locale.ROOT, "%,d", FILES - 10);
  private static final String HALF = String.format(Locale.ROOT, "%,d", FILES / 2);

  @Test
  void staysUsable() {
    var dataset = running.dataset("many", "files");
    running.rows(dataset, FILES);
    ManyRows.live(running.database, dataset.id(), FILES, FILES / 2);
    soon(() -> go(dataset, "/pending"), button("Select all " + ALL));
    soon(() -> link("Next 100").click(), row("part-000100.csv"));
    soon(() -> link("Next 100").click(), row("part-000200.csv"));
    soon(() -> button("Back").click(), row("part-000100.csv"));

    soon(() -> button("Select all " + ALL).click(), page.getByText(ALL + " of " + ALL));
    var boxes = page.locator("tbody input");
    boxes.nth(0).uncheck();
    boxes.nth(9).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
    assertThat(page.locator(".bar")).containsText(CHOSEN + " of " + ALL + " files selected");
    soon(() -> page.getByLabel("Search file name").fill("part-0199"), row("part-019942.csv"));
    assertThat(page.locator(".bar")).containsText(CHOSEN + " of " + ALL + " files selected");

    soon(
        () -> button("Process Files").click(),
        dialog().getByText(String.format(Locale.ROOT, "%,d added", FILES / 2 - 10)));
    assertThat(dialog()).containsText(HALF + " replaced");
    assertThat(dialog()).containsText(HALF + " removed");
    page.getByLabel("Type " + CHOSEN + " to confirm").fill(CHOSEN);
    assertThat(inDialog("Process Files")).isEnabled();
    page.keyboard().press("Escape");
    soon(
        () -> button("Permanently Delete File(s)").click(),
        dialog().getByText("Permanently delete " + CHOSEN + " files?"));
    assertThat(inDialog("Permanently Delete File(s)")).isDisabled();
  }

  /**
   * A machine that has more to do may take some seconds; comparing each file with each takes
   * minutes.
   */
  private static void soon(Runnable action, Locator seen) {
    var from = System.nanoTime();
    action.run();
    assertThat(seen.first()).isVisible();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
  }
}
