package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What was: executions by day, and times as the reader counts them. */
class DaysTest extends PageCase {
  private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Europe/Berlin"));

  @Test
  void findsExecutionsByTheDaysOfTheReader() throws Exception {
    var dataset = running.dataset("history", "days");
    running.land(dataset.name(), List.of("a.csv"));
    go(dataset, "/pending");
    box("a.csv").check();
    button("Process Files").click();
    assertThat(inDialog("Process Files")).isEnabled();
    inDialog("Process Files").click();
    assertThat(page.locator(".notice.good")).isVisible();

    page.navigate("/executions?dataset=history%2Fdays");
    assertThat(page.locator("tbody tr")).hasCount(1);
    fill("From", TODAY.minusDays(1));
    fill("To", TODAY);
    assertThat(page).hasURL(Pattern.compile(".*from=" + TODAY.minusDays(1) + "&to=" + TODAY));
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.reload();
    assertThat(page.getByLabel("From")).hasValue(TODAY.minusDays(1).toString());
    assertThat(page.locator("tbody tr")).hasCount(1);
    fill("To", TODAY.minusDays(1));
    assertThat(heading("No execution matches")).isVisible();
    isFitForAll();

    page.navigate("/datasets");
    row("days").locator("a").last().click();
    assertThat(heading("Data reload by Process Files")).isFocused();
  }

  @Test
  void asksForWholeDaysOfTheReader() {
    page.navigate("/executions");
    assertThat(page.getByLabel("From")).isVisible();
    var request =
        page.waitForRequest(
            Pattern.compile(".*/api/v1/executions\\?.*from=.*"),
            () -> fill("From", LocalDate.of(2026, 1, 15)));
    assertThat(request.url()).contains("from=2026-01-14T23%3A00%3A00.000Z");
    page.navigate("/executions?from=yesterday");
    assertThat(page.locator("main [role=alert]")).hasCount(0);
  }

  @Test
  void tellsTimesInTheZoneOfTheReaderAndInUtcBeside() throws Exception {
    var dataset = running.dataset("history", "times");
    running.land(dataset.name(), List.of("a.csv"));
    go(dataset, "");
    var time = row("a.csv").locator("time");
    assertThat(time).hasAttribute("title", Pattern.compile("20\\d\\d-.*Z"));
    var shown =
        page.evaluate(
            """
            () => {
              const time = document.querySelector('tbody time');
              const zone = {dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Berlin'};
              return time.textContent
                === new Intl.DateTimeFormat('en-GB', zone).format(new Date(time.title));
            }
            """);
    assertThat(shown).isEqualTo(true);
  }

  @Test
  void offersThePlaceInTheLandingZoneToCopy() {
    var dataset = running.dataset("history", "place");
    context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
    go(dataset, "/upload");
    button("Copy").first().click();
    assertThat(button("Copied")).isVisible();
    assertThat(page.locator("#said")).hasText("Copied");
    assertThat(page.evaluate("navigator.clipboard.readText()"))
        .isEqualTo("s3://landing-zone/history/place/upload_date=<epoch>/<UserId>/csv/<FileName>");
  }

  private void fill(String label, LocalDate day) {
    page.getByLabel(label, new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
        .fill(day.toString());
  }
}
