package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.datareload.dataset.Dataset;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files above 1 MiB are uploaded in parts of 8 MiB. */
class UploadTest extends PageCase {
  private static final String DOMAIN = "sending";
  private static final int MIB = 1 << 20;

  @Test
  void uploadsFilesAndLinksToThem() {
    var dataset = server.dataset(DOMAIN, "many_files");
    open(dataset, "/upload");
    chooseFiles(
        file("a.csv", 10), file("b.csv", 0), file("c.csv", 3 * MIB), file("_hidden.csv", 1));
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(page.getByText("3 of 3 files")).isVisible();
    assertThat(page.getByText("1 file was skipped")).isVisible();
    link("View pending files").click();
    assertThat(rows()).hasCount(3);
    assertThat(server.keys(PageServer.LANDING, dataset.name())).hasSize(3);
  }

  @Test
  void retriesWhenTheStoreIsBusy() {
    expectStatus(503);
    var dataset = server.dataset(DOMAIN, "throttled");
    var puts = new AtomicInteger();
    beforeUploads(
        dataset,
        call -> {
          if (puts.incrementAndGet() <= 3) {
            throw ObservedStore.slowDown();
          }
        });
    open(dataset, "/upload");
    chooseFiles(file("a.csv", 10), file("b.csv", 10));
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(puts).hasValueGreaterThan(3);
  }

  @Test
  void requestsANewUrlWhenTheOldOneHasExpired() {
    expectStatus(403);
    var dataset = server.dataset(DOMAIN, "expired");
    var puts = new AtomicInteger();
    beforeUploads(
        dataset,
        call -> {
          if (puts.getAndIncrement() == 0) {
            throw ObservedStore.refusal(403, "AccessDenied", "Request has expired");
          }
        });
    open(dataset, "/upload");
    var answer =
        page.waitForResponse(
            Pattern.compile(".*/uploads/[^/?]+\\?from=1"), () -> chooseFiles(file("a.csv", 10)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(page.getByText("Upload finished.")).isVisible();
  }

  @Test
  void retriesRefusedFilesOnRequestOnly() {
    expectStatus(400);
    var dataset = server.dataset(DOMAIN, "refused");
    refuse(dataset, Operation.PUT, "/bad.csv");
    open(dataset, "/upload");
    chooseFiles(file("good.csv", 10), file("bad.csv", 10));
    assertThat(page.getByText("Some files were not uploaded.")).isVisible();
    assertThat(page.locator(".upload-list li").first()).containsText("HTTP 400");
    server.s3.intercept(Interceptor.NONE);
    button("Retry 1 failed").click();
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(server.keys(PageServer.LANDING, dataset.name())).hasSize(2);
  }

  @Test
  void pausesAndResumes() {
    expectLostConnections();
    var dataset = server.dataset(DOMAIN, "paused");
    var gate = holdUploads(dataset);
    open(dataset, "/upload");
    chooseFiles(file("a.csv", 10));
    gate.awaitHeld();
    button("Pause").click();
    assertThat(button("Resume")).isVisible();
    server.s3.intercept(Interceptor.NONE);
    button("Resume").click();
    assertThat(page.getByText("Upload finished.")).isVisible();
  }

  @Test
  void cancelsAnUpload() {
    expectLostConnections();
    var dataset = server.dataset(DOMAIN, "cancelled");
    var gate = holdUploads(dataset);
    open(dataset, "/upload");
    chooseFiles(file("a.csv", 9 * MIB));
    gate.awaitHeld();
    button("Cancel upload").click();
    dialogButton("Cancel upload").click();
    assertThat(dialog()).isHidden();
    assertThat(page.getByText("Or let a program write the files")).isVisible();
    gate.open();
    open(dataset, "/pending");
    assertThat(heading("No pending files")).isVisible();
  }

  @Test
  void resumesAfterThePageWasClosed(@TempDir Path folder) throws Exception {
    expectLostConnections();
    var dataset = server.dataset(DOMAIN, "resumed");
    var large = Files.write(folder.resolve("large.bin"), new byte[9 * MIB]);
    var small = Files.write(folder.resolve("small.csv"), new byte[10]);
    var firstPartOnly = new FirstPartOnly(gate());
    server.s3.intercept(firstPartOnly);
    open(dataset, "/upload");
    page.locator("#files").setInputFiles(new Path[] {large, small});
    firstPartOnly.gate().awaitHeld();
    Gate.await(firstPartOnly.stored());
    assertThat(page.getByText("1 of 2 files")).isVisible();
    page.waitForFunction(
        """
        () => {
          const {files} = JSON.parse(localStorage.getItem('uploads:sending/resumed')) ?? {files: {}};
          return Object.keys(files).length === 2 && Object.values(files).includes(true);
        }
        """);
    page.onDialog(dialog -> dialog.accept());
    page.reload();

    var sent = new CopyOnWriteArrayList<Operation>();
    beforeUploads(dataset, call -> sent.add(call.operation()));
    firstPartOnly.gate().open();
    page.locator("#files").setInputFiles(new Path[] {large, small});
    assertThat(page.getByText("Upload finished.")).isVisible();
    assertThat(sent).containsExactly(Operation.UPLOAD_PART);
    assertThat(server.keys(PageServer.LANDING, dataset.name())).hasSize(2);
  }

  /** Stores the first part and holds the second, which is then refused. */
  private record FirstPartOnly(Gate gate, AtomicInteger parts, CountDownLatch stored)
      implements Interceptor {
    FirstPartOnly(Gate gate) {
      this(gate, new AtomicInteger(), new CountDownLatch(1));
    }

    @Override
    public void before(Call call) {
      if (call.operation() == Operation.UPLOAD_PART && parts.incrementAndGet() > 1) {
        gate.hold();
        throw ObservedStore.slowDown();
      }
    }

    @Override
    public void after(Call call) {
      if (call.operation() == Operation.UPLOAD_PART) {
        stored.countDown();
      }
    }
  }

  @Test
  void uploadsDroppedFiles() {
    var dataset = server.dataset(DOMAIN, "dropped");
    open(dataset, "/upload");
    assertThat(button("Choose files")).isVisible();
    var data =
        page.evaluateHandle(
            "() => { const d = new DataTransfer();"
                + " d.items.add(new File(['1'], 'dropped.csv', {type: 'text/csv'})); return d; }");
    page.locator(".drop-zone").dispatchEvent("drop", Map.of("dataTransfer", data));
    assertThat(page.getByText("Upload finished.")).isVisible();
    link("View pending files").click();
    assertThat(row("dropped.csv")).isVisible();
  }

  @Test
  void copiesTheLandingPath() {
    var dataset = server.dataset(DOMAIN, "path");
    context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
    open(dataset, "/upload");
    button("Copy").first().click();
    assertThat(button("Copied")).isVisible();
    assertThat(page.locator("#announcement")).hasText("Copied");
    assertThat(page.evaluate("navigator.clipboard.readText()"))
        .isEqualTo("s3://landing-zone/sending/path/upload_date=<epoch>/<UserId>/csv/<FileName>");
  }

  private void beforeUploads(Dataset dataset, Consumer<Call> action) {
    beforeCalls(dataset, Set.of(Operation.PUT, Operation.UPLOAD_PART), action);
  }

  /** Holds all uploads of the dataset, and refuses them when the gate opens. */
  private Gate holdUploads(Dataset dataset) {
    var gate = gate();
    beforeUploads(
        dataset,
        call -> {
          gate.hold();
          throw ObservedStore.slowDown();
        });
    return gate;
  }
}
