package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;

/** Names may come from anyone; each is shown as plain text. */
class HostileNamesTest extends PageCase {
  private static final String MARKUP = "<img src=x onerror=document.title='owned'>.csv";
  private static final String ARABIC = "\u0645\u0631\u062d\u0628\u0627.csv";
  private static final String REVERSED = "invoice\u202excod.csv";
  private static final String EXPRESSION = "${jndi:ldap:x} {{reload.db.password}}.csv";
  private static final String LONG = "x".repeat(500) + ".csv";

  private static final List<String> HOSTILE = List.of(MARKUP, ARABIC, REVERSED, EXPRESSION, LONG);

  @Test
  void showsNamesOfFilesAsText() throws Exception {
    var dataset = server.dataset("names", "hostile");
    server.land(dataset, HOSTILE);
    open(dataset, "/pending");
    assertShownAsText("tbody tr", "names");
    button("Select all 5").click();
    processSelected();
    assertThat(page.locator(".notice.good")).isVisible();
    assertShownAsText("tbody tr", "names-execution");
  }

  @Test
  void showsNamesOfLandingProblemsAsText() throws Exception {
    for (var name : HOSTILE) {
      server.put("names/typo/upload_date=1764000000/etl/csv/" + name, "1");
    }
    server.awaitProblems("names", HOSTILE.size());
    page.navigate("/problems");
    assertShownAsText("tbody tr", "names-problems");
  }

  @Test
  void showsNamesOfUploadsAsText() {
    expectStatus(422);
    var dataset = server.dataset("names", "uploads");
    open(dataset, "/upload");
    chooseFiles(HOSTILE.stream().map(name -> file(name, 10)).toArray(FilePayload[]::new));
    assertThat(page.getByText("4 of 5 files")).isVisible();
    assertThat(page.locator(".upload-list .detail.bad")).hasCount(1);
    assertShownAsText(".upload-list li", "names-uploads");
  }

  @Test
  void showsNamesThatCouldNotBeDeletedAsText() throws Exception {
    var dataset = server.dataset("names", "kept");
    server.land(dataset, HOSTILE);
    server.s3.intercept(refusingDeletions());
    open(dataset, "/pending");
    button("Select all 5").click();
    deleteSelected();
    assertThat(page.getByText("5 files could not be deleted:")).isVisible();
    assertShownAsText(".notice li", "names-kept");
  }

  @Test
  void showsADescriptionAsText() {
    page.navigate("/datasets/new");
    page.getByLabel("Domain", new GetByLabelOptions().setExact(true)).fill("names");
    page.getByLabel("Dataset name").fill("described");
    page.getByLabel("File type").fill("csv");
    page.getByLabel("Notify by mail").fill("ana@example.com");
    page.getByLabel("Description").fill("<b>bold</b> \u202edesrever " + LONG);
    button("Create dataset").click();
    assertThat(heading("described")).isVisible();
    var hint = page.locator(".page-header .clamp");
    assertThat(hint).containsText("<b>bold</b> ⟨U+202E⟩desrever");
    assertThat(page.locator(".page-header b")).hasCount(0);
    assertAccessible();
  }

  private void assertShownAsText(String selector, String name) {
    for (var width : List.of(DESKTOP, PHONE)) {
      page.setViewportSize(width, 740);
      var entries = page.locator(selector);
      for (var text : List.of(MARKUP, ARABIC, "invoice⟨U+202E⟩xcod.csv", EXPRESSION, LONG)) {
        var entry = entries.filter(new Locator.FilterOptions().setHasText(text)).first();
        assertThat(entry).isVisible();
        assertThat(entry.boundingBox().height).isLessThan(250);
      }
      assertThat(page.locator("main img")).hasCount(0);
      assertThat(page.title()).endsWith("Data Reload");
      assertAccessible();
      screenshot(name + (width == PHONE ? "-phone" : ""));
    }
  }

  private static Interceptor refusingDeletions() {
    return Interceptor.before(
        call -> {
          var isDeletion =
              call.operation() == Operation.DELETE || call.operation() == Operation.DELETE_BATCH;
          if (isDeletion && call.bucket().equals(PageServer.LANDING)) {
            throw ObservedStore.refusal(403, "AccessDenied", "Access Denied");
          }
        });
  }
}
