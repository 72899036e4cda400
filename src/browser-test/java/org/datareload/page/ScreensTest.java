package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each screen, light and dark, wide and narrow: fit for all readers, and kept as a picture. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScreensTest extends PageCase {
  private final CountDownLatch gate = new CountDownLatch(1);
  private Running own;
  private Dataset orders;
  private Dataset invoices;
  private Dataset stock;
  private Dataset returns;
  private String suffix;

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
    return new Interceptor() {
      @Override
      public void before(Call call) {
        if (call.operation() == Operation.COPY && call.key().contains("stock_levels/")) {
          Gates.hold(gate);
        }
        if (call.operation() == Operation.COPY && call.key().contains("customers/")) {
          throw ObservedStore.refusal(403, "AccessDenied", "Access Denied");
        }
        if (call.operation() == Operation.PUT && call.key().contains("/held-")) {
          Gates.hold(gate);
        }
      }
    };
  }

  @Order(1)
  @ParameterizedTest
  @CsvSource({"LIGHT, 1280", "DARK, 360"})
  void showsWhatToDoWhereThereIsNothing(ColorScheme colours, int width) {
    look(colours, width);
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
    returns = own.dataset("finance", "returns");
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
  @ParameterizedTest
  @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 360", "DARK, 360"})
  void isFit(ColorScheme colours, int width) {
    own.s3.intercept(idle());
    look(colours, width);
    show("datasets", "/datasets", "stock_levels");
    show("executions", "/executions", "The store refused or did not answer.");
    show("problems", "/problems", "orders-2026-03.parquet");
    show("files-empty", path(invoices), "No files yet");
    show("files", path(orders), "orders-2026-12.csv");
    show("dataset-executions", path(orders) + "/executions", "Live");
    show("upload", path(orders) + "/upload", "Drop files or folders here");
    showPending();
    showExecutions();
    showCreate();
    showUploads();
    expectStatus(404);
    show("nowhere", "/executions/01J00000000000000000000000", "Not found");
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
    show("pending-busy", path(stock) + "/pending", "A data reload is running.");
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
    go(returns, "/upload");
    choose(file("held-" + suffix + ".csv", 2 << 10), file("arrives-" + suffix + ".csv", 10));
    assertThat(page.getByText("Arrived")).isVisible();
    keep("uploading");
    page.onDialog(dialog -> dialog.accept());
  }

  private void look(ColorScheme colours, int width) {
    suffix = (width == PHONE ? "phone-" : "") + colours.name().toLowerCase();
    open(width, colours);
  }

  private void show(String name, String address, String text) {
    page.navigate(address);
    assertThat(page.locator("main").getByText(text).first()).isVisible();
    keep(name);
  }

  private void keep(String name) {
    page.locator(".chip.live").waitFor();
    isFitForAll();
    shoot(name + "-" + suffix);
  }

  private void process(Dataset dataset, int n, String outcome) {
    go(dataset, "/pending");
    button("Select all " + n).click();
    button("Process Files").click();
    inDialog("Process Files").click();
    assertThat(page.locator("main .stack > .notice").first()).hasClass("notice " + outcome);
  }

  private static List<String> months(int year) {
    return IntStream.rangeClosed(1, 12).mapToObj(m -> "orders-%d-%02d.csv".formatted(year, m)).toList();
  }
}
