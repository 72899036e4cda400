package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Checks each screen on a phone and a desktop, dark and light. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreensTest extends PageCase {
  /** Two completed executions and 12 pending files. No test changes it. */
  private Dataset orders;

  @BeforeAll
  void createOrders() throws Exception {
    Chromium.get();
    var shared = PageServer.shared();
    orders = shared.dataset("sales", "orders");
    for (var year : List.of(2024, 2025)) {
      shared.land(orders, months(year));
      shared.process(orders, 12);
    }
    shared.land(orders, months(2026));
  }

  private static List<String> months(int year) {
    return IntStream.rangeClosed(1, 12)
        .mapToObj(m -> "orders-%d-%02d.csv".formatted(year, m))
        .toList();
  }

  @Test
  void emptyLists() {
    answer("**/api/v1/datasets?*", "{\"datasets\":[],\"next\":null}");
    answer("**/api/v1/datasets", "{\"datasets\":[],\"next\":null}");
    answer("**/api/v1/executions?*", "{\"executions\":[],\"next\":null}");
    answer("**/api/v1/problems?*", "{\"problems\":[],\"next\":null}");
    checkScreen("datasets-empty", "/datasets", "No datasets yet");
    checkScreen("executions-empty", "/executions", "No executions yet");
    checkScreen("problems-empty", "/problems", "No landing problems");
  }

  private void answer(String url, String json) {
    page.route(
        url,
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(json)));
  }

  @Test
  void landingProblems() throws Exception {
    server.dataset("screens", "orders");
    server.put("screens/ordrs/upload_date=1764000000/etl/csv/orders-2026-01.csv", "1");
    server.put("screens/orders/upload_date=today/etl/csv/orders-2026-02.csv", "1");
    server.put("screens/orders/upload_date=1764000000/etl/parquet/orders-2026-03.parquet", "1");
    server.awaitProblems("screens", 3);
    checkScreen("problems", "/problems", "orders-2026-03.parquet");
    page.navigate("/datasets/screens/orders");
    page.locator(".tabs").getByText("Problems").click();
    assertThat(page.locator("tbody tr")).hasCount(2);
    assertThat(page.locator("tbody tr").first()).containsText("FileType of this dataset is csv.");
    checkScreen("dataset-problems", "/datasets/screens/orders/problems", "Did you mean");
  }

  @Test
  void files() {
    checkScreen("files", path(orders), "orders-2026-12.csv");
    checkScreen("files-nomatch", path(orders) + "?q=none", "No file name contains");
    var invoices = server.dataset("finance", "no_invoices");
    checkScreen("files-empty", path(invoices), "No files yet");
  }

  @Test
  void pendingFiles() {
    checkScreen("pending", path(orders) + "/pending", "orders-2026-12.csv");
    button("Select all 12").click();
    checkbox("orders-2026-03.csv").uncheck();
    checkScreen("pending-selected");
    button("Process Files").click();
    assertThat(dialogButton("Process Files")).isEnabled();
    checkScreen("process");
    dialogButton("Cancel").click();
    button("Permanently Delete File(s)").click();
    checkScreen("delete");
    dialogButton("Cancel").click();
  }

  @Test
  void completedExecution() {
    checkScreen("dataset-executions", path(orders) + "/executions", "Live");
    rows().last().locator("a").first().click();
    assertThat(button("Restore this content")).isVisible();
    checkScreen("execution-completed");
    button("Restore this content").click();
    checkScreen("restore");
  }

  @Test
  void failedExecution() throws Exception {
    var customers = server.dataset("sales", "customers");
    server.land(customers, List.of("customers-1.csv", "customers-2.csv"));
    beforeCalls(
        customers,
        Set.of(Operation.COPY),
        call -> {
          throw ObservedStore.refusal(403, "AccessDenied", "Access Denied");
        });
    server.process(customers, 2);
    checkScreen("executions", "/executions", "The store refused a request or did not answer.");
    row("customers").locator("a").first().click();
    assertThat(page.locator(".notice.bad")).containsText("Reason");
    checkScreen("execution-failed");
  }

  @Test
  void runningExecution() throws Exception {
    expectStatus(409);
    var stock = server.dataset("supply", "stock_levels");
    server.land(stock, List.of("berlin.csv", "madrid.csv", "oslo.csv"));
    var gate = gate();
    beforeCalls(stock, Set.of(Operation.COPY), call -> gate.hold());
    server.startProcessing(stock, 3);
    gate.awaitHeld();
    server.suspend(stock);
    gate.open();
    server.land(stock, List.of("paris.csv"));

    checkScreen("datasets", "/datasets", "stock_levels");
    row("stock_levels").locator("a").last().click();
    assertThat(page.locator(".notice.busy")).containsText("Copying files.");
    checkScreen("execution-live");
    checkScreen("pending-busy", path(stock) + "/pending", "A data reload is running.");
    checkbox("paris.csv").check();
    button("Process Files").click();
    dialogButton("Process Files").click();
    assertThat(dialog()).containsText("already running");
    assertAccessibleInEachView("process-refused");
  }

  @Test
  void createDataset() {
    checkScreen("create", "/datasets/new", "Each execution replaces the whole content");
    page.getByLabel("Dataset name").fill("or-ders");
    button("Create dataset").click();
    checkScreen("create-wrong");
  }

  @Test
  void uploads() {
    var invoices = server.dataset("finance", "invoices");
    var gate = gate();
    beforeCalls(
        invoices,
        Set.of(Operation.PUT),
        call -> {
          if (call.key().endsWith("/held-up.csv")) {
            gate.hold();
          }
        });
    checkScreen("upload", path(invoices) + "/upload", "Drop files or folders here");
    chooseFiles(file("held-up.csv", 2 << 10), file("arrives.csv", 10));
    assertThat(page.locator(".upload-list .status.completed")).hasText("Uploaded");
    checkScreen("uploading");
    button("Cancel upload").click();
    checkScreen("upload-cancel");
    dialog().locator("button[value=cancel]").click();
    page.onDialog(dialog -> dialog.accept());
  }

  @Test
  void unknownAddresses() {
    expectStatus(404);
    checkScreen("not-found", "/executions/01J00000000000000000000000", "Not found");
    checkScreen("not-found-dataset", "/datasets/sales/nothing", "Not found");
    checkScreen("not-found-page", "/datasets/sales/orders/nothing", "Page not found");
    page.keyboard().press("?");
    assertThat(dialog()).isVisible();
    assertAccessibleInEachView("shortcuts");
  }

  @Test
  void unreachableServer() {
    expectLostConnections();
    page.route("**/api/v1/executions?**", Route::abort);
    page.navigate("/executions");
    assertThat(page.getByText("The server cannot be reached.")).isVisible();
    assertAccessibleInEachView("error");
    page.route("**/api/v1/live", Route::abort);
    page.route("**/api/v1/me", Route::abort);
    page.navigate("/executions");
    assertThat(page.getByText("The server cannot be reached.")).isVisible();
    assertAccessibleInEachView("error-start");
  }
}
