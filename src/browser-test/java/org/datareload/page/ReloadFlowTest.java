package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.util.List;
import org.datareload.dataset.DatasetName;
import org.junit.jupiter.api.Test;

/** The whole way of one user: create, upload, process, restore, delete. */
class ReloadFlowTest extends PageCase {
  private static final DatasetName ORDERS = new DatasetName("flow", "orders");

  @Test
  void reloadsADataset() throws Exception {
    createDataset();
    upload();

    select("first.csv");
    process();
    assertThat(lakeKeys()).anyMatch(key -> key.endsWith("/first.csv"));
    assertThat(landingKeys()).singleElement().asString().endsWith("large.csv");
    server.awaitMail("[flow/orders] Reload completed: 1 files");
    saveReceipt();

    page.navigate("/datasets/flow/orders");
    assertStatus("first.csv", "Completed");
    assertStatus("large.csv", "Pending");

    link("Pending files").click();
    select("large.csv");
    process();
    restoreTheFirst();
    deleteTheRest();
  }

  private void createDataset() {
    page.navigate("/");
    // An empty list has a second link.
    link("Create dataset").first().click();
    assertThat(heading("Create dataset")).isFocused();
    button("Create dataset").click();
    var domain = page.getByLabel("Domain", new GetByLabelOptions().setExact(true));
    assertThat(domain).isFocused();
    domain.fill("flow");
    page.getByLabel("Dataset name").fill("or-ders");
    assertThat(page.getByText("for example orders")).isVisible();
    page.getByLabel("Dataset name").fill("orders");
    assertThat(page.getByText("for example orders")).isHidden();
    page.getByLabel("File type").fill("csv");
    page.getByLabel("Notify by mail").fill("ana@example.com");
    page.getByLabel("Wait for a quiet folder").fill("soon");
    page.getByLabel("They read the manifest").check();
    assertThat(page.getByText("for example 0s, 5s or 2m")).isVisible();
    page.getByLabel("Wait for a quiet folder").fill("0s");
    page.getByLabel("They list the folder").check();
    assertThat(page.getByText("flow/orders/upload_date=<epoch>/local/csv/")).isVisible();
    button("Create dataset").click();
    assertThat(page).hasURL(server.address() + "/datasets/flow/orders/upload");
    assertThat(page.getByText("Readers list the folder")).isVisible();
  }

  private void upload() {
    chooseFiles(file("first.csv", "order\n1\n"), file("large.csv", 9 << 20));
    assertThat(page.getByText("Upload finished.")).isVisible();
    link("View pending files").click();
    assertThat(rows()).hasCount(2);
  }

  private void select(String file) {
    checkbox(file).check();
    button("Process Files").click();
  }

  private void process() {
    dialogButton("Process Files").click();
    assertThat(page.locator(".notice.good")).containsText("Readers see its files.");
    assertThat(page.locator(".page-header .status")).hasText("Completed");
  }

  private void saveReceipt() throws Exception {
    var download = page.waitForDownload(() -> link("Receipt (CSV)").click());
    assertThat(Files.readString(download.path(), UTF_8)).contains("first.csv");
  }

  private void restoreTheFirst() {
    assertThat(lakeKeys()).noneMatch(key -> key.endsWith("/first.csv"));
    page.navigate("/datasets/flow/orders/executions");
    rows().nth(1).getByRole(AriaRole.LINK).first().click();
    button("Restore this content").click();
    assertThat(dialog()).containsText("1 file restored");
    assertThat(dialog()).containsText("1 live file replaced");
    dialogButton("Restore").click();
    assertThat(heading("Restore of earlier content")).isVisible();
    assertThat(page.locator(".notice.good")).containsText("Readers see its files.");
    assertThat(lakeKeys()).anyMatch(key -> key.endsWith("/first.csv"));
  }

  private void deleteTheRest() {
    page.navigate("/datasets/flow/orders/upload");
    chooseFiles(file("unwanted.csv", 10));
    link("View pending files").click();
    checkbox("unwanted.csv").check();
    deleteSelected();
    assertThat(heading("No pending files")).isVisible();
    assertThat(landingKeys()).isEmpty();
  }

  private List<String> lakeKeys() {
    return server.keys(PageServer.LAKE, ORDERS);
  }

  private List<String> landingKeys() {
    return server.keys(PageServer.LANDING, ORDERS);
  }
}
