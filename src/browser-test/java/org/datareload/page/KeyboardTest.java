package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Everything works without a mouse. */
class KeyboardTest extends PageCase {
  @Test
  void processesFiles() throws Exception {
    var dataset = server.dataset("keys", "alone");
    server.land(dataset, List.of("a.csv", "b.csv"));
    open(dataset, "");
    assertThat(rows()).hasCount(2);
    press("/");
    assertThat(page.getByLabel("Search file name")).isFocused();
    page.keyboard().type("a.csv");
    assertThat(page).hasURL(Pattern.compile(".*q=a.csv"));
    assertThat(rows()).hasCount(1);
    assertThat(page.getByLabel("Search file name")).isFocused();

    press("Tab", "Enter");
    assertThat(heading("Pending files")).isFocused();
    assertThat(rows()).hasCount(2);
    checkbox("a.csv").focus();
    press("Space");
    assertThat(selectionBar()).containsText("1 of 2 files selected");
    button("Process Files").focus();
    press("Enter");
    assertThat(dialogButton("Cancel")).isFocused();
    assertThat(dialogButton("Process Files")).isEnabled();
    press("Tab", "Enter");
    assertThat(heading("Data reload by Process Files")).isFocused();
    assertThat(page.locator(".notice.good")).isVisible();
  }

  @Test
  void selectsARange() throws Exception {
    var dataset = server.dataset("keys", "range");
    server.land(dataset, List.of("a.csv", "b.csv", "c.csv", "d.csv"));
    open(dataset, "/pending");
    assertThat(rows()).hasCount(4);
    page.locator("tbody input").nth(0).focus();
    press("Space", "Tab", "Tab", "Shift+Space");
    assertThat(selectionBar()).containsText("3 of 4 files selected");
  }

  @Test
  void navigatesByShortcuts() {
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
