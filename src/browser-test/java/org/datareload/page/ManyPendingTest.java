package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import java.util.Locale;
import org.datareload.testing.ManyRows;
import org.junit.jupiter.api.Test;

/**
 * 20,000 pending files, or 100,000 with {@code -Dreload.proof=long}; half of them replace a live
 * one. A step that compares each file with each reaches the time-out.
 */
class ManyPendingTest extends PageCase {
  private static final int FILES = ManyRows.MANY;
  private static final String ALL = text(FILES);
  private static final String SELECTED = text(FILES - 10);
  private static final String HALF = text(FILES / 2);

  @Test
  void pagesSelectsAndPreviews() {
    var dataset = server.dataset("many", "files");
    server.insertPending(dataset, FILES);
    ManyRows.live(server.database, dataset.id(), FILES, FILES / 2);
    open(dataset, "/pending");
    assertThat(button("Select all " + ALL)).isVisible();
    link("Next 100").click();
    assertThat(row("part-000100.csv")).isVisible();
    link("Next 100").click();
    assertThat(row("part-000200.csv")).isVisible();
    button("Back").click();
    assertThat(row("part-000100.csv")).isVisible();

    button("Select all " + ALL).click();
    assertThat(selectionBar()).containsText(ALL + " of " + ALL + " files selected");
    var boxes = page.locator("tbody input");
    boxes.nth(0).uncheck();
    boxes.nth(9).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
    assertThat(selectionBar()).containsText(SELECTED + " of " + ALL + " files selected");
    page.getByLabel("Search file name").fill("part-0199");
    assertThat(row("part-019942.csv")).isVisible();
    assertThat(selectionBar()).containsText(SELECTED + " of " + ALL + " files selected");

    button("Process Files").click();
    assertThat(dialog()).containsText(text(FILES / 2 - 10) + " added");
    assertThat(dialog()).containsText(HALF + " replaced");
    assertThat(dialog()).containsText(HALF + " removed");
    page.getByLabel("Type " + SELECTED + " to confirm").fill(SELECTED);
    assertThat(dialogButton("Process Files")).isEnabled();
    page.keyboard().press("Escape");
    button("Permanently Delete File(s)").click();
    assertThat(dialog()).containsText("Permanently delete " + SELECTED + " files?");
    assertThat(dialogButton("Permanently Delete File(s)")).isDisabled();
  }

  private static String text(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
