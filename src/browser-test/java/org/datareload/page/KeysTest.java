package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nobody needs a mouse. */
class KeysTest extends PageCase {
  @Test
  void processesFilesByKeysAlone() throws Exception {
    var dataset = running.dataset("keys", "alone");
    running.land(dataset.name(), List.of("a.csv", "b.csv"));
    go(dataset, "");
    assertThat(page.locator("tbody tr")).hasCount(2);
    press("/");
    assertThat(page.getByLabel("Search file name")).isFocused();
    page.keyboard().type("a.csv");
    assertThat(page).hasURL(Pattern.compile(".*q=a.csv"));
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.getByLabel("Search file name")).isFocused();

    press("Tab", "Enter");
    assertThat(heading("Pending files")).isFocused();
    page.getByLabel("Search file name").fill("");
    assertThat(page.locator("tbody tr")).hasCount(2);
    box("a.csv").focus();
    press("Space");
    assertThat(page.locator(".bar")).containsText("1 of 2 files selected");
    button("Process Files").focus();
    press("Enter");
    assertThat(inDialog("Cancel")).isFocused();
    assertThat(inDialog("Process Files")).isEnabled();
    press("Tab", "Enter");
    assertThat(heading("Data reload by Process Files")).isFocused();
    assertThat(page.locator(".notice.good")).isVisible();
  }

  @Test
  void choosesARangeByKeys() throws Exception {
    var dataset = running.dataset("keys", "range");
    running.land(dataset.name(), List.of("a.csv", "b.csv", "c.csv", "d.csv"));
    go(dataset, "/pending");
    assertThat(page.locator("tbody tr")).hasCount(4);
    page.locator("tbody input").nth(0).focus();
    press("Space", "Tab", "Tab", "Shift+Space");
    assertThat(page.locator(".bar")).containsText("3 of 4 files selected");
  }

  @Test
  void goesAboutByKeys() {
    page.navigate("/executions");
    assertThat(heading("View All Executions")).isVisible();
    press("g", "d");
    assertThat(heading("Datasets").first()).isFocused();
    press("?");
    assertThat(dialog()).containsText("Go to Executions");
    press("Escape");
    assertThat(dialog()).isHidden();
    press("g", "e");
    assertThat(heading("View All Executions")).isFocused();
    page.goBack();
    assertThat(heading("Datasets").first()).isFocused();
    page.reload();
    page.locator(".chip.live").waitFor();
    press("Tab");
    assertThat(link("Skip to content")).isFocused();
  }

  private void press(String... keys) {
    for (var key : keys) {
      page.keyboard().press(key);
    }
  }
}
