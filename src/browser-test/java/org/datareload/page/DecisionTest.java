package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;

class DecisionTest extends PageCase {
  private static final String MARK = "decision";

  @Test
  void previewsWhatProcessingChanges() throws Exception {
    var dataset = running.dataset(MARK, "preview");
    running.land(dataset.name(), List.of("a.csv", "b.csv"));
    go(dataset, "/pending");
    button("Select all 2").click();
    process();
    assertThat(page.locator(".notice.good")).containsText("completed");

    running.put(
        "%s/preview/upload_date=1764000001/etl/csv/b.csv".formatted(MARK), "order,amount\n2,1\n");
    running.put(
        "%s/preview/upload_date=1764000001/etl/csv/c.csv".formatted(MARK), "order,amount\n3,1\n");
    go(dataset, "/pending");
    button("Select all 2").click();
    button("Process Files").click();
    assertThat(dialog().locator(".tiles > div").nth(0)).containsText("1 added");
    assertThat(dialog().locator(".tiles > div").nth(1)).containsText("1 replaced");
    assertThat(dialog().locator(".tiles > div").nth(2)).containsText("1 removed");
    assertThat(dialog()).containsText("1 live file is not in your selection and goes away.");
  }

  @Test
  void explainsThatAnotherRunIsOn() throws Exception {
    expectStatus(409);
    var dataset = running.dataset(MARK, "busy");
    running.land(dataset.name(), List.of("first.csv", "second.csv"));
    var gate = new CountDownLatch(1);
    running.s3.intercept(held(gate, "busy"));
    try {
      go(dataset, "/pending");
      box("first.csv").check();
      process();
      assertThat(page.locator(".notice.busy")).isVisible();

      go(dataset, "/pending");
      assertThat(page.locator(".notice.busy")).containsText("A data reload is running.");
      box("second.csv").check();
      button("Process Files").click();
      assertThat(inDialog("Process Files")).isEnabled();
      inDialog("Process Files").click();
      assertThat(dialog()).containsText("A data reload is already running on this dataset");
      assertThat(dialog().locator("a")).hasText("View the execution");
    } finally {
      gate.countDown();
    }
    dialog().locator("a").click();
    assertThat(page.locator(".notice.good")).containsText("completed");
  }

  @Test
  void deletesForEver() throws Exception {
    var dataset = running.dataset(MARK, "deletion");
    running.land(dataset.name(), List.of("keep.csv", "drop.csv"));
    go(dataset, "/pending");
    box("drop.csv").check();
    button("Permanently Delete File(s)").click();
    assertThat(dialog()).containsText("Permanently delete 1 file?");
    inDialog("Permanently Delete File(s)").click();
    assertThat(page.locator(".notice.good")).containsText("1 file was deleted.");
    assertThat(heading("Pending files")).isFocused();
    assertThat(row("drop.csv")).isHidden();
    assertThat(row("keep.csv")).isVisible();
    assertThat(running.keys(Running.LANDING, dataset.name()))
        .singleElement()
        .asString()
        .endsWith("/keep.csv");
  }

  @Test
  void doesNothingWhereTheCountHasMoved() throws Exception {
    expectStatus(409);
    var dataset = running.dataset(MARK, "moved");
    running.land(dataset.name(), List.of("a.csv", "b.csv"));
    go(dataset, "/pending");
    button("Select all 2").click();
    button("Permanently Delete File(s)").click();
    running.land(dataset.name(), List.of("late.csv"));
    var other = context.newPage();
    other.navigate(path(dataset) + "/pending");
    assertThat(other.getByText("late.csv")).isVisible();
    inDialog("Permanently Delete File(s)").click();
    assertThat(dialog()).containsText("You chose 2 files, and there are 3 now. Nothing was done.");
    assertThat(running.keys(Running.LANDING, dataset.name())).hasSize(3);
  }

  @Test
  void tellsTheReasonOfAFailure() throws Exception {
    var dataset = running.dataset(MARK, "failure");
    running.land(dataset.name(), List.of("a.csv"));
    running.s3.intercept(refusing("failure"));
    go(dataset, "/pending");
    box("a.csv").check();
    process();
    assertThat(page.locator(".notice.bad")).containsText("Reason");
    assertThat(page.locator(".notice.bad")).containsText("Readers see the same content as before.");
    link("View 1 pending file").click();
    assertThat(row("a.csv")).isVisible();
    await()
        .until(
            () ->
                running.mails().stream()
                    .anyMatch(m -> subject(m).contains("[decision/failure] Reload failed")));
  }

  private void process() {
    button("Process Files").click();
    assertThat(inDialog("Process Files")).isEnabled();
    inDialog("Process Files").click();
    assertThat(dialog()).isHidden();
  }

  /** Copies of this dataset's files wait at the gate. */
  private static Interceptor held(CountDownLatch gate, String dataset) {
    return Interceptor.before(
        call -> {
          if (isCopy(call, dataset)) {
            Gates.hold(gate);
          }
        });
  }

  private static Interceptor refusing(String dataset) {
    return Interceptor.before(
        call -> {
          if (isCopy(call, dataset)) {
            throw ObservedStore.refusal(403, "AccessDenied", "Access Denied");
          }
        });
  }

  private static boolean isCopy(Call call, String dataset) {
    return call.operation() == Operation.COPY && call.key().startsWith(MARK + "/" + dataset + "/");
  }

  private static String subject(jakarta.mail.internet.MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (jakarta.mail.MessagingException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
