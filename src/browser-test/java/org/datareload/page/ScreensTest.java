package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Each screen, light and dark, wide and narrow: fit for all readers, and kept as a picture. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScreensTest extends PageCase {
  private final CountDownLatch gate = new CountDownLatch(1);
  private Running own;
  private Dataset orders;
  private Dataset invoices;
  private Dataset stock;

  @BeforeAll
  void start() throws Exception {
    Chromium.get();
    own = Running.with(Map.of());
  }

  @AfterAll
  void stop() {
    gate.countDown();
    if (own != null) {
      own.close();
    }
  }

  @Override
  Running running() {
    return own;
  }

  @Override
  Interceptor idle() {
    return new Standstill(gate);
  }

  @Order(1)
  @Test
  void showsWhatToDoWhereThereIsNothing() {
    show("datasets-empty", "/datasets", "No datasets yet");
    show("executions-empty", "/executions", "No executions yet");
    show("problems-empty", "/problems", "Nothing landed in the wrong place");
  }

  @Order(2)
  @Test
  void fills() throws Exception {
    own.s3.intercept(idle());
    orders = own.dataset("sales", "orders");
    var customers = own.dataset("sales", "customers");
    invoices = own.dataset("finance", "invoices");
    stock = own.dataset("supply", "stock_levels");
    own.land(orders.name(), months(2024));
    process(orders, 12, "good");
    own.land(orders.name(), months(2025));
    process(orders, 12, "good");
    own.land(customers.name(), List.of("customers-1.csv", "customers-2.csv"));
    process(customers, 2, "bad");
    own.land(stock.name(), List.of("berlin.csv", "madrid.csv", "oslo.csv"));
    process(stock, 3, "busy");
    own.land(stock.name(), List.of("paris.csv"));
    own.land(orders.name(), months(2026));
    own.put("sales/ordrs/upload_date=1764000000/etl/csv/orders-2026-01.csv", "1");
    own.put("sales/orders/upload_date=today/etl/csv/orders-2026-02.csv", "1");
    own.put("sales/orders/upload_date=1764000000/etl/parquet/orders-2026-03.parquet", "1");
    page.navigate("/problems");
    assertThat(page.locator("tbody tr")).hasCount(3);
  }

  @Order(3)
  @Test
  void isFitInEachView() {
    own.s3.intercept(idle());
    show("datasets", "/datasets", "stock_levels");
    show("executions", "/executions", "The store refused or did not answer.");
    show("problems", "/problems", "orders-2026-03.parquet");
    show("files-empty", path(invoices), "No files yet");
    show("files", path(orders), "orders-2026-12.csv");
    show("files-nomatch", path(orders) + "?q=none", "No file name contains");
    show("dataset-executions", path(orders) + "/executions", "Live");
    show("upload", path(orders) + "/upload", "Drop files or folders here");
    showPending();
    showExecutions();
    showCreate();
    showUploads();
  }

  @Order(3)
  @Test
  void isFitWhereThingsAreNotAsTheyShouldBe() {
    expectStatus(404);
    expectStatus(409);
    expectLostConnections();
    show("nowhere", "/executions/01J00000000000000000000000", "Not found");
    show("nowhere-dataset", "/datasets/sales/nothing", "Not found");
    show("nowhere-place", "/datasets/sales/orders/nothing", "There is nothing at this address");
    page.keyboard().press("?");
    assertThat(dialog()).isVisible();
    isFitInEachView("keys");
    showBusy();
    page.route("**/api/v1/executions?**", Route::abort);
    page.navigate("/executions");
    assertThat(page.getByText("The server cannot be reached.")).isVisible();
    isFitInEachView("error");
    page.route("**/api/v1/live", Route::abort);
    page.route("**/api/v1/me", Route::abort);
    page.navigate("/executions");
    assertThat(page.getByText("The server cannot be reached.")).isVisible();
    isFitInEachView("error-whole");
  }

  /** The note of a running data reload, and the refusal of a second. */
  private void showBusy() {
    show("pending-busy", path(stock) + "/pending", "A data reload is running.");
    box("paris.csv").check();
    button("Process Files").click();
    assertThat(inDialog("Process Files")).isEnabled();
    inDialog("Process Files").click();
    assertThat(dialog()).containsText("already running");
    isFitInEachView("process-refused");
  }

  private void showPending() {
    show("pending", path(orders) + "/pending", "orders-2026-12.csv");
    button("Select all 12").click();
    box("orders-2026-03.csv").uncheck();
    keep("pending-selected");
    button("Process Files").click();
    assertThat(inDialog("Process Files")).isEnabled();
    keep("process");
    inDialog("Cancel").click();
    button("Permanently Delete File(s)").click();
    keep("delete");
    inDialog("Cancel").click();
  }

  private void showExecutions() {
    page.navigate("/executions");
    row("stock_levels").locator("a").first().click();
    assertThat(page.locator(".notice.busy")).containsText("Copying files.");
    keep("execution-live");
    page.navigate("/executions");
    row("customers").locator("a").first().click();
    assertThat(page.locator(".notice.bad")).containsText("Reason");
    keep("execution-failed");
    page.navigate(path(orders) + "/executions");
    page.locator("tbody tr").last().locator("a").first().click();
    assertThat(button("Restore this content")).isVisible();
    keep("execution-completed");
    button("Restore this content").click();
    keep("restore");
  }

  private void showCreate() {
    show("create", "/datasets/new", "Each execution replaces the whole content");
    page.getByLabel("Dataset name").fill("or-ders");
    button("Create dataset").click();
    keep("create-wrong");
  }

  private void showUploads() {
    go(invoices, "/upload");
    choose(file("held-up.csv", 2 << 10), file("arrives.csv", 10));
    assertThat(page.getByText("Arrived")).isVisible();
    keep("uploading");
    button("Cancel upload").click();
    keep("upload-cancel");
    dialog().locator("button[value=cancel]").click();
    page.onDialog(dialog -> dialog.accept());
  }

  private void process(Dataset dataset, int n, String outcome) {
    go(dataset, "/pending");
    button("Select all " + n).click();
    button("Process Files").click();
    inDialog("Process Files").click();
    assertThat(page.locator("main .stack > .notice").first()).hasClass("notice " + outcome);
  }

  private static List<String> months(int year) {
    return IntStream.rangeClosed(1, 12)
        .mapToObj(m -> "orders-%d-%02d.csv".formatted(year, m))
        .toList();
  }
}
