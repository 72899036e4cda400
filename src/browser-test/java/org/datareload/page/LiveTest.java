package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTest extends PageCase {
  @Test
  void showsWhatLandsWithoutBeingAsked() throws Exception {
    var dataset = running.dataset("live", "arrivals");
    go(dataset, "");
    assertThat(heading("No files yet")).isVisible();
    assertThat(page.locator(".chip.live")).hasText("Live");
    running.land(dataset.name(), List.of("new.csv"));
    seeStatus("new.csv", "Pending");
  }

  @Test
  void moreFilesDoNotMoveRowsBelowAHandThatChooses() throws Exception {
    var dataset = running.dataset("live", "steady");
    running.land(dataset.name(), List.of("a.csv"));
    go(dataset, "/pending");
    box("a.csv").check();
    running.land(dataset.name(), List.of("b.csv"));
    assertThat(page.getByText("Your selection is kept.")).isVisible();
    assertThat(row("b.csv")).isHidden();
    button("Update the list").click();
    assertThat(row("b.csv")).isVisible();
    assertThat(box("a.csv")).isChecked();
  }

  @Test
  void asksByItselfWhereTheStreamIsLost() throws Exception {
    expectLostConnections();
    var dataset = running.dataset("live", "lost");
    page.route("**/api/v1/live", route -> route.abort());
    go(dataset, "");
    see("polling");
    running.land(dataset.name(), List.of("late.csv"));
    seeStatus("late.csv", "Pending");
  }

  @Test
  void returnsToTheStreamOnceItIsThereAgain() throws Exception {
    expectLostConnections();
    var dataset = running.dataset("live", "back");
    page.route("**/api/v1/live", route -> route.abort());
    go(dataset, "");
    see("polling");
    page.route("**/api/v1/**", route -> route.abort());
    see("reconnecting");
    page.unrouteAll();
    see("live");
    running.land(dataset.name(), List.of("again.csv"));
    seeStatus("again.csv", "Pending");
  }

  @Test
  void neverGoesBack() {
    page.navigate("/datasets");
    assertThat(heading("Datasets").first()).isVisible();
    var merged =
        page.evaluate(
            """
            async () => {
              const base = document.querySelector('script[type=module]').src;
              const {merged} = await import(new URL('./live.js', base));
              const at = (status, copied) =>
                ({id: '1', status, files: {planned: 9, copied}, bytes: {planned: 9, copied}});
              return [
                merged(at('processing', 5), at('processing', 3)).files.copied,
                merged(at('processing', 3), at('processing', 5)).files.copied,
                merged(at('completed', 9), at('processing', 5)).status,
                merged(at('processing', 5), at('failed', 0)).status,
              ];
            }
            """);
    assertThat(merged).isEqualTo(List.of(5, 5, "completed", "failed"));
  }

  private void see(String state) {
    assertThat(page.locator(".chip." + state)).isVisible();
  }
}
