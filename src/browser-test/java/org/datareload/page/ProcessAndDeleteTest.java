package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.ObservedStore;
import org.junit.jupiter.api.Test;

class ProcessAndDeleteTest extends PageCase {
  private static final String DOMAIN = "decision";

  @Test
  void previewsTheEffectOfProcessing() throws Exception {
    var dataset = server.dataset(DOMAIN, "preview");
    server.land(dataset, List.of("a.csv", "b.csv"));
    server.process(dataset, 2);
    server.land(dataset, 1764000001, List.of("b.csv", "c.csv"));

    open(dataset, "/pending");
    button("Select all 2").click();
    button("Process Files").click();
    assertThat(dialog().locator(".tiles > div").nth(0)).containsText("1 added");
    assertThat(dialog().locator(".tiles > div").nth(1)).containsText("1 replaced");
    assertThat(dialog().locator(".tiles > div").nth(2)).containsText("1 removed");
    assertThat(dialog()).containsText("1 live file is not in your selection and will be removed.");
  }

  @Test
  void explainsThatAnotherExecutionIsRunning() throws Exception {
    expectStatus(409);
    var dataset = server.dataset(DOMAIN, "busy");
    server.land(dataset, List.of("first.csv", "second.csv"));
    var gate = gate();
    beforeCalls(dataset, Set.of(Operation.COPY), call -> gate.hold());
    open(dataset, "/pending");
    checkbox("first.csv").check();
    processSelected();
    assertThat(page.locator(".notice.busy")).isVisible();
    gate.awaitHeld();
    server.suspend(dataset);
    gate.open();

    open(dataset, "/pending");
    assertThat(page.locator(".notice.busy")).containsText("A data reload is running.");
    checkbox("second.csv").check();
    button("Process Files").click();
    dialogButton("Process Files").click();
    assertThat(dialog()).containsText("A data reload is already running on this dataset");
    assertThat(dialog().locator("a")).hasText("View the execution");

    server.resumeAll();
    dialog().locator("a").click();
    assertThat(page.locator(".notice.good")).containsText("completed");
  }

  @Test
  void deletesPermanently() throws Exception {
    var dataset = server.dataset(DOMAIN, "deletion");
    server.land(dataset, List.of("keep.csv", "drop.csv"));
    open(dataset, "/pending");
    checkbox("drop.csv").check();
    button("Permanently Delete File(s)").click();
    assertThat(dialog()).containsText("Permanently delete 1 file?");
    dialogButton("Permanently Delete File(s)").click();
    assertThat(page.locator(".notice.good")).containsText("1 file was deleted.");
    assertThat(heading("Pending files")).isFocused();
    assertThat(row("drop.csv")).isHidden();
    assertThat(row("keep.csv")).isVisible();
    assertThat(server.keys(PageServer.LANDING, dataset.name()))
        .singleElement()
        .asString()
        .endsWith("/keep.csv");
  }

  @Test
  void changesNothingIfTheCountHasChanged() throws Exception {
    expectStatus(409);
    var dataset = server.dataset(DOMAIN, "moved");
    server.land(dataset, List.of("a.csv", "b.csv"));
    open(dataset, "/pending");
    button("Select all 2").click();
    button("Permanently Delete File(s)").click();
    server.land(dataset, List.of("late.csv"));
    dialogButton("Permanently Delete File(s)").click();
    assertThat(dialog())
        .containsText("You selected 2 files, but there are 3 now. Nothing was changed.");
    assertThat(server.keys(PageServer.LANDING, dataset.name())).hasSize(3);
  }

  @Test
  void showsTheReasonOfAFailure() throws Exception {
    var dataset = server.dataset(DOMAIN, "failure");
    server.land(dataset, List.of("a.csv"));
    beforeCalls(
        dataset,
        Set.of(Operation.COPY),
        call -> {
          throw ObservedStore.refusal(403, "AccessDenied", "Access Denied");
        });
    open(dataset, "/pending");
    checkbox("a.csv").check();
    processSelected();
    assertThat(page.locator(".notice.bad")).containsText("Reason");
    assertThat(page.locator(".notice.bad")).containsText("Readers see the same content as before.");
    link("View 1 pending file").click();
    assertThat(row("a.csv")).isVisible();
    server.awaitMail("[decision/failure] Reload failed");
  }
}
