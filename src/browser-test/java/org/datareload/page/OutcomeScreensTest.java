package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.junit.jupiter.api.Test;

/** The screens after an action. */
class OutcomeScreensTest extends PageCase {
  private static final String DOMAIN = "outcomes";

  @Test
  void uploads() {
    expectStatus(400);
    var dataset = server.dataset(DOMAIN, "uploads");
    refuse(dataset, Operation.PUT, "/bad.csv");
    open(dataset, "/upload");
    chooseFiles(file("good.csv", 10), file("bad.csv", 10), file("_hidden.csv", 1));
    assertThat(page.getByText("Some files were not uploaded.")).isVisible();
    checkScreen("upload-failed");
    server.s3.intercept(Interceptor.NONE);
    button("Retry 1 failed").click();
    assertThat(page.getByText("Upload finished.")).isVisible();
    checkScreen("upload-finished");
  }

  @Test
  void deletions() throws Exception {
    var dataset = server.dataset(DOMAIN, "deletions");
    server.land(dataset, List.of("a.csv", "b.csv", "stays.csv"));
    refuse(dataset, Operation.DELETE, "/stays.csv");
    open(dataset, "/pending");
    checkbox("a.csv").check();
    deleteSelected();
    assertThat(page.getByText("1 file was deleted.")).isVisible();
    checkScreen("deleted");
    button("Select all 2").click();
    deleteSelected();
    assertThat(page.getByText("1 file could not be deleted:")).isVisible();
    checkScreen("deleted-partly");
  }

  @Test
  void filesThatTheStoreRefusesToDelete() throws Exception {
    var dataset = server.dataset(DOMAIN, "kept");
    server.land(dataset, List.of("kept.csv"));
    refuse(dataset, Operation.DELETE, "/kept.csv");
    server.process(dataset, 1);
    page.navigate("/executions/" + execution(dataset));
    assertThat(page.getByText("The store refused to delete 1 object")).isVisible();
    assertThat(page.getByText("The store refuses to delete kept.csv")).isVisible();
    checkScreen("execution-kept");
  }

  @Test
  void filesThatLandAfterThePlan() throws Exception {
    var dataset = server.dataset(DOMAIN, "late");
    server.land(dataset, List.of("a.csv"));
    server.process(dataset, 1);
    set("late_files = 12", dataset);
    page.navigate("/executions/" + execution(dataset));
    assertThat(page.getByText("12 more files landed in this folder afterwards: they are pending."))
        .isVisible();
  }

  @Test
  void filesOfAnOldExecution() throws Exception {
    expectStatus(410);
    var dataset = server.dataset(DOMAIN, "old");
    server.land(dataset, List.of("a.csv"));
    server.process(dataset, 1);
    set("history = 'ended'", dataset);
    page.navigate("/executions/" + execution(dataset));
    assertThat(page.getByText("since it is older than reload.history.keep-days")).isVisible();
    checkScreen("execution-old");
  }

  private void set(String assignment, Dataset dataset) {
    server.database.useHandle(
        h ->
            h.execute(
                "UPDATE execution SET " + assignment + " WHERE dataset_id = ?", dataset.id()));
  }

  private String execution(Dataset dataset) {
    return server.database.withHandle(
        h ->
            h.select("SELECT id FROM execution WHERE dataset_id = ?", dataset.id())
                .mapTo(String.class)
                .one());
  }

  @Test
  void outdatedList() throws Exception {
    var dataset = server.dataset(DOMAIN, "changes");
    server.land(dataset, List.of("a.csv"));
    open(dataset, "/pending");
    checkbox("a.csv").check();
    server.land(dataset, List.of("b.csv"));
    assertThat(page.getByText("Your selection is kept.")).isVisible();
    checkScreen("pending-changed");
  }

  @Test
  void typedConfirmation() {
    var dataset = server.dataset(DOMAIN, "numbers");
    server.insertPending(dataset, 130);
    open(dataset, "/pending");
    button("Select all 130").click();
    button("Permanently Delete File(s)").click();
    page.getByLabel("Type 130 to confirm").fill("13");
    checkScreen("delete-typed");
  }

  @Test
  void serverError() {
    expectStatus(500);
    rename("landing_problem", "landing_problem_away");
    try {
      page.navigate("/problems");
      assertThat(page.locator("main [role=alert]")).containsText("give the error id");
      checkScreen("error-500");
    } finally {
      rename("landing_problem_away", "landing_problem");
    }
    button("Try again").click();
    assertThat(page.locator("main [role=alert]")).isHidden();
  }

  private void rename(String table, String to) {
    server.database.useHandle(h -> h.execute("ALTER TABLE %s RENAME TO %s".formatted(table, to)));
  }
}
