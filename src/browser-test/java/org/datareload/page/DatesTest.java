package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.GetByLabelOptions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Days and times are those of the user's time zone. */
class DatesTest extends PageCase {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @Test
  void findsExecutionsByDay() throws Exception {
    var dataset = server.dataset("history", "days");
    server.land(dataset, List.of("a.csv"));
    server.process(dataset, 1);
    // The day of the execution, even if midnight has passed since.
    var day = acceptedDay(dataset.id());

    page.navigate("/executions?dataset=history%2Fdays");
    assertThat(rows()).hasCount(1);
    fill("From", day.minusDays(1));
    fill("To", day);
    assertThat(page).hasURL(Pattern.compile(".*from=" + day.minusDays(1) + "&to=" + day));
    assertThat(rows()).hasCount(1);
    page.reload();
    assertThat(page.getByLabel("From")).hasValue(day.minusDays(1).toString());
    assertThat(rows()).hasCount(1);
    fill("To", day.minusDays(1));
    assertThat(heading("No matching executions")).isVisible();
    assertAccessible();

    page.navigate("/datasets");
    row("days").locator("a").last().click();
    assertThat(heading("Data reload by Process Files")).isFocused();
  }

  private LocalDate acceptedDay(String datasetId) {
    return server.database.withHandle(
        h ->
            h.select("SELECT accepted_at FROM execution WHERE dataset_id = ?", datasetId)
                .mapTo(Instant.class)
                .one()
                .atZone(ZONE)
                .toLocalDate());
  }

  @Test
  void requestsWholeDays() {
    page.navigate("/executions");
    assertThat(page.getByLabel("From")).isVisible();
    var request =
        page.waitForRequest(
            Pattern.compile(".*/api/v1/executions\\?.*from=.*"),
            () -> fill("From", LocalDate.of(2026, 1, 15)));
    assertThat(request.url()).contains("from=2026-01-14T23%3A00%3A00.000Z");
    page.navigate("/executions?from=yesterday");
    assertThat(page.getByLabel("From")).isVisible();
    assertThat(page.locator("main [role=alert]")).hasCount(0);
  }

  @Test
  void showsTimesInTheUsersZoneAndInUtcAsTitle() throws Exception {
    var dataset = server.dataset("history", "times");
    server.land(dataset, List.of("a.csv"));
    open(dataset, "");
    var time = row("a.csv").locator("time");
    assertThat(time).hasAttribute("title", Pattern.compile("20\\d\\d-.*Z"));
    var isLocal =
        page.evaluate(
            """
            () => {
              const time = document.querySelector('tbody time');
              const zone = {dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Berlin'};
              return time.textContent
                === new Intl.DateTimeFormat('en-GB', zone).format(new Date(time.title));
            }
            """);
    assertThat(isLocal).isEqualTo(true);
  }

  private void fill(String label, LocalDate day) {
    page.getByLabel(label, new GetByLabelOptions().setExact(true)).fill(day.toString());
  }
}
