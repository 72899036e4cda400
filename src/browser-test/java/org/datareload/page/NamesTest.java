package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;

/** Names come from anybody: each is shown as the text that it is. */
class NamesTest extends PageCase {
  private static final String MARKUP = "<img src=x onerror=document.title='owned'>.csv";
  private static final String ARABIC = "\u0645\u0631\u062d\u0628\u0627.csv";
  private static final String TURNED = "invoice\u202excod.csv";
  private static final String SIMPLE = "${jndi:ldap:x} {{reload.db.password}}.csv";
  private static final String LONG = "x".repeat(500) + ".csv";

  private static final List<String> HOSTILE = List.of(MARKUP, ARABIC, TURNED, SIMPLE, LONG);

  @Test
  void showsHostileNamesAsText() throws Exception {
    var dataset = running.dataset("names", "hostile");
    running.land(dataset.name(), HOSTILE);
    go(dataset, "/pending");
    seeNames("tbody tr", "names");
    button("Select all 5").click();
    button("Process Files").click();
    inDialog("Process Files").click();
    assertThat(page.locator(".notice.good")).isVisible();
    seeNames("tbody tr", "names-execution");
  }

  @Test
  void showsHostileNamesOfProblemsAsText() throws Exception {
    for (var name : HOSTILE) {
      running.put("names/typo/upload_date=1764000000/etl/csv/" + name, "1");
    }
    page.navigate("/problems");
    seeNames("tbody tr", "names-problems");
  }

  @Test
  void showsHostileNamesOfUploadsAsTextAndWhyTwoAreRefused() {
    expectStatus(422);
    var dataset = running.dataset("names", "uploads");
    go(dataset, "/upload");
    choose(HOSTILE.stream().map(name -> file(name, 10)).toArray(FilePayload[]::new));
    assertThat(page.getByText("3 of 5 files")).isVisible();
    assertThat(page.locator(".sending .why.bad")).hasCount(2);
    seeNames(".sending li", "names-uploads");
  }

  @Test
  void showsHostileNamesThatCouldNotBeDeletedAsText() throws Exception {
    expectStatus(503);
    var dataset = running.dataset("names", "kept");
    running.land(dataset.name(), HOSTILE);
    running.s3.intercept(refusingDeletions());
    go(dataset, "/pending");
    button("Select all 5").click();
    button("Permanently Delete File(s)").click();
    inDialog("Permanently Delete File(s)").click();
    assertThat(page.getByText("5 files could not be deleted:")).isVisible();
    seeNames(".notice li", "names-kept");
  }

  @Test
  void showsAHostileDescriptionAsText() {
    page.navigate("/datasets/new");
    page.getByLabel("Domain").first().fill("names");
    page.getByLabel("Dataset name").fill("described");
    page.getByLabel("File type").fill("csv");
    page.getByLabel("Notify by mail").fill("ana@example.com");
    page.getByLabel("Description").fill("<b>bold</b> \u202edesrever " + LONG);
    button("Create dataset").click();
    assertThat(heading("described")).isVisible();
    var hint = page.locator(".head .clamp");
    assertThat(hint).containsText("<b>bold</b> ⟨U+202E⟩desrever");
    assertThat(page.locator(".head b")).hasCount(0);
    isFitForAll();
  }

  private void seeNames(String places, String name) {
    for (var width : List.of(DESKTOP, PHONE)) {
      page.setViewportSize(width, 740);
      var shown = page.locator(places);
      for (var text : List.of(MARKUP, ARABIC, "invoice⟨U+202E⟩xcod.csv", SIMPLE, LONG)) {
        var place = shown.filter(new Locator.FilterOptions().setHasText(text)).first();
        assertThat(place).isVisible();
        assertThat(place.boundingBox().height).isLessThan(250);
      }
      assertThat(page.locator("main img")).hasCount(0);
      assertThat(page.title()).endsWith("Data Reload");
      isFitForAll();
      shoot(name + (width == PHONE ? "-phone" : ""));
    }
  }

  private static Interceptor refusingDeletions() {
    return Interceptor.before(
        call -> {
          var deletes =
              call.operation() == Operation.DELETE || call.operation() == Operation.DELETE_BATCH;
          if (deletes && call.bucket().equals(Running.LANDING)) {
            throw ObservedStore.refusal(403, "AccessDenied", "Access Denied");
          }
        });
  }
}
