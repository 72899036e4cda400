package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import java.util.regex.Pattern;
import org.datareload.dataset.Dataset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One page of 100 files and a second of 30. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectionTest extends PageCase {
  private Dataset dataset;

  @BeforeAll
  void landFiles() throws Exception {
    Chromium.get();
    dataset = Running.shared().dataset("choice", "many");
    Running.shared().rows(dataset, 130);
  }

  @BeforeEach
  void openPendingFiles() {
    go(dataset, "/pending");
    waitForAll();
  }

  private void waitForAll() {
    assertThat(button("Select all 130")).isEnabled();
  }

  @Test
  void chooses() {
    box("part-000003.csv").check();
    box("part-000005.csv").check();
    see("2 of 130 files selected");
    box("part-000003.csv").uncheck();
    see("1 of 130 files selected");
  }

  @Test
  void choosesARangeByShift() {
    var boxes = page.locator("tbody input");
    boxes.nth(10).check();
    boxes.nth(19).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
    see("10 of 130 files selected");
  }

  @Test
  void choosesAPageByABoxOfThreeStates() {
    var whole = page.getByLabel("Select this page");
    box("part-000001.csv").check();
    org.assertj.core.api.Assertions.assertThat(whole.evaluate("box => box.indeterminate"))
        .isEqualTo(true);
    whole.check();
    see("100 of 130 files selected");
    assertThat(page.getByText("All 100 files on this page are selected.")).isVisible();
    button("Select all 130 files").click();
    see("130 of 130 files selected");
  }

  @Test
  void keepsTheSelectionAcrossPagesAndFilters() {
    var first = page.locator("tbody tr .name").first().innerText();
    box(first).check();
    link("Next 100").click();
    assertThat(page).hasURL(Pattern.compile(".*after=.*"));
    assertThat(page.locator("tbody tr")).hasCount(30);
    page.locator("tbody input").first().check();
    see("2 of 130 files selected");

    page.getByLabel("Search file name").fill(first);
    assertThat(page.locator("tbody tr")).hasCount(1);
    see("2 of 130 files selected");
    assertThat(box(first)).isChecked();
  }

  @Test
  void leavesFilesOutOfAll() {
    button("Select all 130").click();
    page.locator("tbody input").first().uncheck();
    link("Next 100").click();
    assertThat(page.locator("tbody tr")).hasCount(30);
    page.locator("tbody input").last().uncheck();
    see("128 of 130 files selected");
    button("Deselect all").click();
    see("No files selected");
  }

  @Test
  void choosesAllThatAFilterShowsAndSaysSo() {
    page.getByLabel("Search file name").fill("part-00001");
    button("Select all 10").click();
    see("10 of 130 files selected");
    assertThat(page.locator(".bar")).containsText("whose name contains “part-00001”");

    page.getByLabel("Search file name").fill("");
    assertThat(page.locator("tbody tr")).hasCount(100);
    assertThat(page.locator("tbody input:disabled").first()).isVisible();
    see("10 of 130 files selected");
  }

  @Test
  void keepsThePlaceInTheAddress() {
    page.getByLabel("Search file name").fill("part-0001");
    assertThat(page).hasURL(Pattern.compile(".*q=part-0001.*"));
    page.reload();
    assertThat(page.getByLabel("Search file name")).hasValue("part-0001");
    assertThat(page.locator("tbody tr")).hasCount(30);
  }

  @Test
  void asksForTheNumberAboveAHundred() {
    button("Select all 130").click();
    button("Permanently Delete File(s)").click();
    assertThat(dialog()).containsText("Permanently delete 130 files?");
    assertThat(inDialog("Cancel")).isFocused();
    assertThat(inDialog("Permanently Delete File(s)")).isDisabled();
    page.getByLabel("Type 130 to confirm").fill("129");
    assertThat(inDialog("Permanently Delete File(s)")).isDisabled();
    page.getByLabel("Type 130 to confirm").fill("130");
    assertThat(inDialog("Permanently Delete File(s)")).isEnabled();
    page.keyboard().press("Escape");
    assertThat(dialog()).isHidden();
    assertThat(button("Permanently Delete File(s)")).isFocused();
  }

  @Test
  void asksForTheNumberBeforeProcessingToo() {
    button("Select all 130").click();
    button("Process Files").click();
    assertThat(dialog()).containsText("130 added");
    assertThat(inDialog("Process Files")).isDisabled();
    page.getByLabel("Type 130 to confirm").fill("130");
    assertThat(inDialog("Process Files")).isEnabled();
    isFitForAll();
    page.keyboard().press("Escape");
    button("Deselect all").click();
    page.locator("tbody input").first().check();
    button("Process Files").click();
    assertThat(page.getByLabel("to confirm")).isHidden();
    assertThat(inDialog("Process Files")).isEnabled();
  }

  private void see(String text) {
    assertThat(page.locator(".bar")).containsText(text);
  }
}
