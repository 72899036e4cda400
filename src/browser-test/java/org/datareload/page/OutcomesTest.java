package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;

/** What is seen after something was done, in each view. */
class OutcomesTest extends PageCase {
  private static final String MARK = "outcomes";

  @Test
  void isFitAfterUploads() {
    expectStatus(400);
    running.s3.intercept(refusing(Operation.PUT, "bad.csv"));
    go(running.dataset(MARK, "uploads"), "/upload");
    choose(file("good.csv", 10), file("bad.csv", 10), file("_hidden.csv", 1));
    assertThat(page.getByText("Some files did not arrive.")).isVisible();
    keep("upload-failed");
    running.s3.intercept(idle());
    button("Retry 1 failed").click();
    assertThat(page.getByText("Upload finished.")).isVisible();
    keep("upload-finished");
  }

  @Test
  void isFitAfterDeletions() throws Exception {
    var dataset = running.dataset(MARK, "deletions");
    running.land(dataset.name(), List.of("a.csv", "b.csv", "stays.csv"));
    running.s3.intercept(refusing(Operation.DELETE, "stays.csv"));
    go(dataset, "/pending");
    box("a.csv").check();
    delete();
    assertThat(page.getByText("1 file was deleted.")).isVisible();
    keep("deleted");
    button("Select all 2").click();
    delete();
    assertThat(page.getByText("1 file could not be deleted:")).isVisible();
    keep("deleted-partly");
  }

  @Test
  void isFitWhereTheListHasChanged() throws Exception {
    var dataset = running.dataset(MARK, "changes");
    running.land(dataset.name(), List.of("a.csv"));
    go(dataset, "/pending");
    box("a.csv").check();
    running.land(dataset.name(), List.of("b.csv"));
    assertThat(page.getByText("Your selection is kept.")).isVisible();
    keep("pending-changed");
  }

  @Test
  void isFitWhereTheNumberIsAskedFor() {
    var dataset = running.dataset(MARK, "numbers");
    running.rows(dataset, 130);
    go(dataset, "/pending");
    button("Select all 130").click();
    button("Permanently Delete File(s)").click();
    page.getByLabel("Type 130 to confirm").fill("13");
    keep("delete-typed");
  }

  @Test
  void saysWhatToDoWhereTheServerFails() {
    expectStatus(500);
    rename("landing_problem", "mislaid");
    try {
      page.navigate("/problems");
      assertThat(page.locator("main [role=alert]")).containsText("name this error to whoever");
      keep("error-500");
    } finally {
      rename("mislaid", "landing_problem");
    }
    button("Try again").click();
    assertThat(page.locator("main [role=alert]")).isHidden();
  }

  private void rename(String table, String to) {
    running.database.useHandle(h -> h.execute("ALTER TABLE %s RENAME TO %s".formatted(table, to)));
  }

  private void delete() {
    button("Permanently Delete File(s)").click();
    inDialog("Permanently Delete File(s)").click();
    assertThat(dialog()).isHidden();
  }

  private static Interceptor refusing(Operation operation, String file) {
    return Interceptor.before(
        call -> {
          if (call.operation() == operation && call.key().matches(MARK + "/.*/" + file)) {
            throw ObservedStore.refusal(400, "InvalidRequest", "No");
          }
        });
  }
}
