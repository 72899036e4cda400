package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest extends PageCase {
  private static final String MARK = "sending";
  private static final int MIB = 1 << 20;

  @Test
  void sendsManyFilesAndLeadsToThem() {
    var dataset = running.dataset(MARK, "many_files");
    go(dataset, "/upload");
    choose(file("a.csv", 10), file("b.csv", 0), file("c.csv", 3 * MIB), file("_hidden.csv", 1));
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(page.getByText("3 of 3 files")).isVisible();
    assertThat(page.getByText("1 file was left out")).isVisible();
    link("Select Pending files").click();
    assertThat(page.locator("tbody tr")).hasCount(3);
    assertThat(running.keys(Running.LANDING, dataset.name())).hasSize(3);
  }

  @Test
  void triesAgainWhatTheStoreRefused() {
    expectStatus(503);
    var dataset = running.dataset(MARK, "throttled");
    var refusals = new AtomicInteger();
    interceptPuts(
        call -> {
          if (refusals.incrementAndGet() <= 3) {
            throw ObservedStore.slowDown();
          }
        });
    go(dataset, "/upload");
    choose(file("a.csv", 10), file("b.csv", 10));
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(refusals).hasValueGreaterThan(3);
  }

  @Test
  void asksForAFreshAddressWhereTheOldOneIsRefused() {
    expectStatus(403);
    var dataset = running.dataset(MARK, "expired");
    var refusals = new AtomicInteger();
    interceptPuts(
        call -> {
          if (refusals.getAndIncrement() == 0) {
            throw ObservedStore.refusal(403, "AccessDenied", "Request has expired");
          }
        });
    go(dataset, "/upload");
    var fresh =
        page.waitForResponse(
            Pattern.compile(".*/uploads/[^/?]+\\?from=1"), () -> choose(file("a.csv", 10)));
    assertThat(fresh.status()).isEqualTo(200);
    assertThat(page.getByText("Upload finished.")).isVisible();
  }

  @Test
  void failsWhatTheStoreWillNotTakeAndRetriesItWhenTold() {
    expectStatus(400);
    var dataset = running.dataset(MARK, "refused");
    interceptPuts(
        call -> {
          if (call.key().endsWith("/bad.csv")) {
            throw ObservedStore.refusal(400, "InvalidRequest", "No");
          }
        });
    go(dataset, "/upload");
    choose(file("good.csv", 10), file("bad.csv", 10));
    assertThat(page.getByText("Some files did not arrive.")).isVisible();
    assertThat(page.locator(".sending li").first()).containsText("HTTP 400");
    running.s3.intercept(Interceptor.NONE);
    button("Retry 1 failed").click();
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(running.keys(Running.LANDING, dataset.name())).hasSize(2);
  }

  @Test
  void pausesAndGoesOn() {
    expectLostConnections();
    var dataset = running.dataset(MARK, "paused");
    var gate = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    interceptPuts(
        call -> {
          arrived.countDown();
          Gates.hold(gate);
        });
    go(dataset, "/upload");
    choose(file("a.csv", 10));
    Gates.hold(arrived);
    button("Pause").click();
    assertThat(button("Resume")).isVisible();
    gate.countDown();
    running.s3.intercept(Interceptor.NONE);
    button("Resume").click();
    assertThat(page.getByText("Upload finished.")).isVisible();
  }

  @Test
  void cancelsWhatHasNotArrived() {
    expectLostConnections();
    var dataset = running.dataset(MARK, "cancelled");
    var gate = new CountDownLatch(1);
    interceptPuts(call -> Gates.hold(gate));
    go(dataset, "/upload");
    choose(file("a.csv", 20 * MIB));
    button("Cancel upload").click();
    inDialog("Cancel upload").click();
    assertThat(dialog()).isHidden();
    gate.countDown();
    assertThat(page.getByText("Or let a program write them")).isVisible();
    go(dataset, "/pending");
    assertThat(heading("No pending files")).isVisible();
  }

  @Test
  void goesOnAfterTheTabWasClosed(@TempDir Path folder) throws Exception {
    expectLostConnections();
    var dataset = running.dataset(MARK, "resumed");
    var large = Files.write(folder.resolve("large.bin"), new byte[20 * MIB]);
    var small = Files.write(folder.resolve("small.csv"), new byte[10]);
    var gate = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    var parts = new AtomicInteger();
    interceptPuts(
        call -> {
          if (call.operation() == Operation.UPLOAD_PART && parts.incrementAndGet() == 3) {
            held.countDown();
            Gates.hold(gate);
          }
        });
    go(dataset, "/upload");
    page.locator("#files").setInputFiles(new Path[] {large, small});
    Gates.hold(held);
    assertThat(page.getByText("1 of 2 files")).isVisible();
    page.waitForFunction(
        "localStorage.getItem('uploads:sending/resumed')?.includes('small.csv|10')");
    page.waitForFunction("[...document.querySelectorAll('.sending progress')][0]?.value >= 12e6");
    page.onDialog(dialog -> dialog.accept());
    page.reload();
    gate.countDown();
    var sent = new ArrayList<Call>();
    interceptPuts(call -> note(sent, call));
    page.locator("#files").setInputFiles(new Path[] {large, small});
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(sent).extracting(Call::operation).containsOnly(Operation.UPLOAD_PART);
    assertThat(sent).hasSizeLessThan(3);
    assertThat(running.keys(Running.LANDING, dataset.name())).hasSize(2);
  }

  @Test
  void takesFilesThatAreDropped() {
    var dataset = running.dataset(MARK, "dropped");
    go(dataset, "/upload");
    assertThat(button("Choose files")).isVisible();
    var data =
        page.evaluateHandle(
            "() => { const d = new DataTransfer();"
                + " d.items.add(new File(['1'], 'dropped.csv', {type: 'text/csv'})); return d; }");
    page.locator(".drop").dispatchEvent("drop", java.util.Map.of("dataTransfer", data));
    assertThat(page.getByText("Upload finished.")).isVisible();
    link("Select Pending files").click();
    assertThat(row("dropped.csv")).isVisible();
  }

  private static synchronized void note(List<Call> sent, Call call) {
    sent.add(call);
  }

  private void interceptPuts(Consumer<Call> action) {
    running.s3.intercept(
        Interceptor.before(
            call -> {
              var isUpload =
                  call.operation() == Operation.PUT || call.operation() == Operation.UPLOAD_PART;
              if (isUpload && call.key().startsWith(MARK + "/")) {
                action.accept(call);
              }
            }));
  }
}
