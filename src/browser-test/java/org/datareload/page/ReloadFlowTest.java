package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import jakarta.mail.MessagingException;
import java.nio.file.Files;
import org.datareload.dataset.DatasetName;
import org.junit.jupiter.api.Test;

/** From a new dataset to content that is brought back, as one person does it. */
class ReloadFlowTest extends PageCase {
  private static final DatasetName ORDERS = new DatasetName("flow", "orders");

  @Test
  void reloadsADataset() throws Exception {
    createDataset();
    upload();

    choose("first.csv");
    process();
    assertThat(running.keys(Running.LAKE, ORDERS)).anyMatch(key -> key.endsWith("/first.csv"));
    assertThat(running.keys(Running.LANDING, ORDERS))
        .singleElement()
        .asString()
        .endsWith("large.csv");
    seeMail("[flow/orders] Reload completed: 1 files");
    saveReceipt();

    page.navigate("/datasets/flow/orders");
    seeStatus("first.csv", "Completed");
    seeStatus("large.csv", "Pending");

    link("Pending files").click();
    choose("large.csv");
    process();
    restoreTheFirst();
    deleteTheRest();
  }

  private void createDataset() {
    page.navigate("/");
    // Where nothing is yet, the empty list offers it, too.
    link("Create dataset").first().click();
    assertThat(heading("Create dataset")).isFocused();
    button("Create dataset").click();
    assertThat(
            page.getByLabel(
                "Domain", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true)))
        .isFocused();
    page.getByLabel("Domain").first().fill("flow");
    page.getByLabel("Dataset name").fill("or-ders");
    assertThat(page.getByText("as in orders")).isVisible();
    page.getByLabel("Dataset name").fill("orders");
    assertThat(page.getByText("as in orders")).isHidden();
    page.getByLabel("File type").fill("csv");
    page.getByLabel("Notify by mail").fill("ana@example.com");
    assertThat(page.getByText("flow/orders/upload_date=<epoch>/local/csv/")).isVisible();
    button("Create dataset").click();
    assertThat(page).hasURL(running.address() + "/datasets/flow/orders/upload");
  }

  private void upload() {
    choose(file("first.csv", "order\n1\n"), file("large.csv", 9 << 20));
    assertThat(page.getByText("Upload finished.")).isVisible();
    link("Select Pending files").click();
    assertThat(page.locator("tbody tr")).hasCount(2);
  }

  private void choose(String file) {
    box(file).check();
    button("Process Files").click();
    assertThat(inDialog("Process Files")).isEnabled();
  }

  private void process() {
    inDialog("Process Files").click();
    assertThat(page.locator(".notice.good")).containsText("Its files are what readers see.");
    assertThat(page.locator(".head .status")).hasText("Completed");
  }

  private void saveReceipt() throws Exception {
    var download = page.waitForDownload(() -> link("Receipt (CSV)").click());
    assertThat(Files.readString(download.path(), UTF_8)).contains("first.csv");
  }

  private void restoreTheFirst() {
    var second = running.keys(Running.LAKE, ORDERS);
    assertThat(second).noneMatch(key -> key.endsWith("/first.csv"));
    page.navigate("/datasets/flow/orders/executions");
    page.getByRole(AriaRole.ROW)
        .nth(2)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions())
        .first()
        .click();
    button("Restore this content").click();
    assertThat(dialog()).containsText("1 file comes back");
    assertThat(dialog()).containsText("1 live file goes");
    inDialog("Restore").click();
    assertThat(heading("Restore of earlier content")).isVisible();
    assertThat(page.locator(".notice.good")).containsText("Its files are what readers see.");
    assertThat(running.keys(Running.LAKE, ORDERS)).anyMatch(key -> key.endsWith("/first.csv"));
  }

  private void deleteTheRest() {
    page.navigate("/datasets/flow/orders/upload");
    choose(file("unwanted.csv", 10));
    link("Select Pending files").click();
    box("unwanted.csv").check();
    button("Permanently Delete File(s)").click();
    inDialog("Permanently Delete File(s)").click();
    assertThat(heading("No pending files")).isVisible();
    assertThat(running.keys(Running.LANDING, ORDERS)).isEmpty();
  }

  private void seeMail(String subject) {
    await()
        .untilAsserted(
            () ->
                assertThat(running.mails())
                    .extracting(
                        mail -> {
                          try {
                            return mail.getSubject();
                          } catch (MessagingException failed) {
                            throw new IllegalStateException(failed);
                          }
                        })
                    .contains(subject));
  }
}
