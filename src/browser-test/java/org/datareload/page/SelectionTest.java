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

/** Uses two pages of pending files, 100 and 30. No test changes them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectionTest extends PageCase {
  private Dataset dataset;

  @BeforeAll
  void insertFiles() throws Exception {
    Chromium.get();
    dataset = PageServer.shared().dataset("choice", "many");
    PageServer.shared().insertPending(dataset, 130);
  }

  @BeforeEach
  void openPendingFiles() {
    open(dataset, "/pending");
    assertThat(button("Select all 130")).isEnabled();
  }

  @Test
  void selectsFiles() {
    checkbox("part-000003.csv").check();
    checkbox("part-000005.csv").check();
    assertSelection("2 of 130 files selected");
    checkbox("part-000003.csv").uncheck();
    assertSelection("1 of 130 files selected");
  }

  @Test
  void selectsARangeWithShift() {
    var boxes = page.locator("tbody input");
    boxes.nth(10).check();
    boxes.nth(19).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
    assertSelection("10 of 130 files selected");
  }

  @Test
  void selectsAPage() {
    var whole = page.getByLabel("Select this page");
    checkbox("part-000001.csv").check();
    org.assertj.core.api.Assertions.assertThat(whole.evaluate("box => box.indeterminate"))
        .isEqualTo(true);
    whole.check();
    assertSelection("100 of 130 files selected");
    assertThat(page.getByText("All 100 files on this page are selected.")).isVisible();
    button("Select all 130 files").click();
    assertSelection("130 of 130 files selected");
  }

  @Test
  void keepsTheSelectionAcrossPagesAndSearches() {
    var first = page.locator("tbody tr .name").first().innerText();
    checkbox(first).check();
    link("Next 100").click();
    assertThat(page).hasURL(Pattern.compile(".*after=.*"));
    assertThat(rows()).hasCount(30);
    page.locator("tbody input").first().check();
    assertSelection("2 of 130 files selected");

    page.getByLabel("Search file name").fill(first);
    assertThat(rows()).hasCount(1);
    assertSelection("2 of 130 files selected");
    assertThat(checkbox(first)).isChecked();
  }

  @Test
  void excludesFilesFromAll() {
    button("Select all 130").click();
    page.locator("tbody input").first().uncheck();
    link("Next 100").click();
    assertThat(rows()).hasCount(30);
    page.locator("tbody input").last().uncheck();
    assertSelection("128 of 130 files selected");
    button("Deselect all").click();
    assertSelection("No files selected");
  }

  @Test
  void selectsAllMatchesOfASearch() {
    page.getByLabel("Search file name").fill("part-00001");
    button("Select all 10").click();
    assertSelection("10 of 130 files selected");
    assertThat(selectionBar()).containsText("with a name that contains “part-00001”");

    page.getByLabel("Search file name").fill("");
    assertThat(rows()).hasCount(100);
    assertThat(page.locator("tbody input:disabled").first()).isVisible();
    assertSelection("10 of 130 files selected");
  }

  @Test
  void keepsTheSearchInTheUrl() {
    page.getByLabel("Search file name").fill("part-0001");
    assertThat(page).hasURL(Pattern.compile(".*q=part-0001.*"));
    page.reload();
    assertThat(page.getByLabel("Search file name")).hasValue("part-0001");
    assertThat(rows()).hasCount(30);
  }

  @Test
  void requiresTheNumberToDeleteMoreThanAHundred() {
    button("Select all 130").click();
    button("Permanently Delete File(s)").click();
    assertThat(dialog()).containsText("Permanently delete 130 files?");
    assertThat(dialogButton("Cancel")).isFocused();
    assertThat(dialogButton("Permanently Delete File(s)")).isDisabled();
    page.getByLabel("Type 130 to confirm").fill("129");
    assertThat(dialogButton("Permanently Delete File(s)")).isDisabled();
    page.getByLabel("Type 130 to confirm").fill("130");
    assertThat(dialogButton("Permanently Delete File(s)")).isEnabled();
    page.keyboard().press("Escape");
    assertThat(dialog()).isHidden();
    assertThat(button("Permanently Delete File(s)")).isFocused();
  }

  @Test
  void requiresTheNumberToProcessMoreThanAHundred() {
    button("Select all 130").click();
    button("Process Files").click();
    assertThat(dialog()).containsText("130 added");
    assertThat(dialogButton("Process Files")).isDisabled();
    page.getByLabel("Type 130 to confirm").fill("130");
    assertThat(dialogButton("Process Files")).isEnabled();
    assertAccessible();
    page.keyboard().press("Escape");
    button("Deselect all").click();
    page.locator("tbody input").first().check();
    button("Process Files").click();
    assertThat(page.getByLabel("to confirm")).isHidden();
    assertThat(dialogButton("Process Files")).isEnabled();
  }

  private void assertSelection(String text) {
    assertThat(selectionBar()).containsText(text);
  }
}
