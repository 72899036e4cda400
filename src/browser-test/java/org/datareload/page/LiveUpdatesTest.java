package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.RouteOptions;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.datareload.dataset.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveUpdatesTest extends PageCase {
  private static final String STREAM = "**/api/v1/live";
  private static final String NO_FILES = "{\"files\":[],\"total\":0,\"next\":null}";

  @Test
  void showsNewFiles() throws Exception {
    var dataset = server.dataset("live", "arrivals");
    open(dataset, "");
    assertThat(heading("No files yet")).isVisible();
    assertThat(page.locator(".chip.live")).hasText("Live");
    server.land(dataset, List.of("new.csv"));
    assertStatus("new.csv", "Pending");
  }

  /** The list is read before the file lands, the rest of the page after it. */
  @ParameterizedTest
  @CsvSource({"'',listed", "/pending,selectable"})
  void showsFilesThatLandWhileThePageLoads(String subPage, String name) throws Exception {
    var dataset = server.dataset("live", name);
    page.route(
        "**/api/v1/datasets/live/" + name + "/files?**",
        route -> {
          land(dataset);
          route.fulfill(
              new Route.FulfillOptions().setContentType("application/json").setBody(NO_FILES));
        },
        new RouteOptions().setTimes(1));
    open(dataset, subPage);
    assertThat(row("early.csv")).isVisible();
  }

  private void land(Dataset dataset) {
    try {
      server.land(dataset, List.of("early.csv"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void keepsTheListWhileFilesAreSelected() throws Exception {
    var dataset = server.dataset("live", "steady");
    server.land(dataset, List.of("a.csv"));
    open(dataset, "/pending");
    checkbox("a.csv").check();
    server.land(dataset, List.of("b.csv"));
    assertThat(page.getByText("Your selection is kept.")).isVisible();
    assertThat(row("b.csv")).isHidden();
    button("Update the list").click();
    assertThat(row("b.csv")).isVisible();
    assertThat(checkbox("a.csv")).isChecked();
  }

  @Test
  void pollsIfTheStreamIsLost() throws Exception {
    expectLostConnections();
    var dataset = server.dataset("live", "lost");
    page.route(STREAM, Route::abort);
    open(dataset, "");
    assertConnection("polling");
    server.land(dataset, List.of("late.csv"));
    assertStatus("late.csv", "Pending");
  }

  @Test
  void returnsToTheStreamWhenTheServerIsBack() throws Exception {
    expectLostConnections();
    expectStatus(503);
    var dataset = server.dataset("live", "back");
    page.route(STREAM, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
    open(dataset, "");
    assertConnection("polling");
    page.route("**/api/v1/**", Route::abort);
    assertConnection("reconnecting");
    page.unrouteAll();
    assertConnection("live");
    server.land(dataset, List.of("again.csv"));
    assertStatus("again.csv", "Pending");
  }

  @Test
  void showsWhyAnExecutionWaitsForItsFolder() throws Exception {
    var dataset = server.dataset("live", "waits");
    server.settle(dataset, Duration.ofHours(1));
    server.land(dataset, List.of("a.csv"));
    server.put("live/waits/upload_date=1764000000/etl/csv/_SUCCESS", "");
    open(dataset, "");
    page.getByText("View the execution").click();
    var why = page.getByText("Waits until the folder is quiet: _SUCCESS is");
    assertThat(why).isVisible();

    server.settle(dataset, Duration.ZERO);

    assertThat(page.locator(".notice.good")).isVisible();
    assertThat(why).isHidden();
  }

  @Test
  void progressNeverGoesBack() {
    page.navigate("/datasets");
    assertThat(heading("Datasets").first()).isVisible();
    var merged =
        page.evaluate(
            """
            async () => {
              const base = document.querySelector('script[type=module]').src;
              const {newest} = await import(new URL('./live.js', base));
              const state = (status, copied) =>
                ({id: '1', status, files: {planned: 9, copied}, bytes: {planned: 9, copied}});
              return [
                newest(state('processing', 5), state('processing', 3)).files.copied,
                newest(state('processing', 3), state('processing', 5)).files.copied,
                newest(state('completed', 9), state('processing', 5)).status,
                newest(state('processing', 5), state('failed', 0)).status,
              ];
            }
            """);
    assertThat(merged).isEqualTo(List.of(5, 5, "completed", "failed"));
  }

  private void assertConnection(String state) {
    assertThat(page.locator(".chip." + state)).isVisible();
  }
}
