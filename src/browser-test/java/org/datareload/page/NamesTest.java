package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names come from anybody: each is shown as the text that it is. */
class NamesTest extends PageCase {
  private static final String MARKUP = "<img src=x onerror=document.title='owned'>.csv";
  private static final String ARABIC = "\u0645\u0631\u062d\u0628\u0627.csv";
  private static final String TURNED = "invoice\u202excod.csv";
  private static final String SIMPLE = "${jndi:ldap:x} {{reload.db.password}}.csv";
  private static final String LONG = "x".repeat(500) + ".csv";

  @Test
  void showsHostileNamesAsText() throws Exception {
    var dataset = running.dataset("names", "hostile");
    running.land(dataset.name(), List.of(MARKUP, ARABIC, TURNED, SIMPLE, LONG));
    go(dataset, "/pending");
    for (var width : List.of(DESKTOP, PHONE)) {
      page.setViewportSize(width, 740);
      assertThat(page.locator("tbody tr")).hasCount(5);
      assertThat(row(MARKUP)).isVisible();
      assertThat(row(ARABIC)).isVisible();
      assertThat(row("invoice⟨U+202E⟩xcod.csv")).isVisible();
      assertThat(row(SIMPLE)).isVisible();
      assertThat(row(LONG).boundingBox().height).isLessThan(200);
      assertThat(page.locator("tbody img")).hasCount(0);
      isFitForAll();
      shoot("names-" + (width == PHONE ? "phone" : "dark"));
    }
    button("Select all 5").click();
    button("Process Files").click();
    inDialog("Process Files").click();
    assertThat(page.locator(".notice.good")).isVisible();
    assertThat(row(MARKUP).first()).isVisible();
    assertThat(page.title()).endsWith("Data Reload");
    isFitForAll();
  }
}
