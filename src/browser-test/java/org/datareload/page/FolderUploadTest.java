package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.datareload.dataset.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderUploadTest extends PageCase {
  /** A browser lists a dropped folder in batches of 100. */
  private static final int PARTS = 101;

  private static final int FILES = PARTS + 2;

  @TempDir Path folder;

  @BeforeEach
  void createFiles() throws Exception {
    var inner = Files.createDirectories(folder.resolve("2026/january"));
    Files.writeString(folder.resolve("2026/a.csv"), "1");
    Files.writeString(inner.resolve("b.csv"), "2");
    Files.writeString(inner.resolve("_SUCCESS"), "");
    Files.writeString(inner.resolve("Thumbs.db"), "");
    for (var i = 0; i < PARTS; i++) {
      Files.writeString(inner.resolve("part-%03d.csv".formatted(i)), "3");
    }
  }

  @Test
  void uploadsAChosenFolder() {
    var dataset = server.dataset("folders", "chosen");
    open(dataset, "/upload");
    page.locator("#folder").setInputFiles(folder.resolve("2026"));
    assertUploaded(dataset);
  }

  @Test
  void uploadsADroppedFolder() {
    var dataset = server.dataset("folders", "dropped");
    open(dataset, "/upload");
    drop(folder.resolve("2026"));
    assertUploaded(dataset);
  }

  @Test
  void uploadsFilesOfTheSameNameInDifferentFolders() throws Exception {
    Files.writeString(folder.resolve("2026/b.csv"), "another");
    var dataset = server.dataset("folders", "twins");
    open(dataset, "/upload");
    drop(folder.resolve("2026"));
    assertThat(page.getByText((FILES + 1) + " files are pending.")).isVisible();
    Assertions.assertThat(server.keys(PageServer.LANDING, dataset.name()))
        .anyMatch(key -> key.endsWith("/csv/2026/b.csv"))
        .anyMatch(key -> key.endsWith("/csv/2026/january/b.csv"));
  }

  @Test
  void refusesASecondFileWithTheSameName() {
    var dataset = server.dataset("folders", "same");
    open(dataset, "/upload");
    for (var i = 0; i < 2; i++) {
      page.locator("#folder").setInputFiles(folder.resolve("2026/january"));
    }
    assertThat(page.getByText("Some files were not uploaded.")).isVisible();
    assertThat(page.locator(".upload-list li").first())
        .containsText("This upload already has a file with this name");
  }

  private void assertUploaded(Dataset dataset) {
    assertThat(page.getByText("%d of %d files".formatted(FILES, FILES))).isVisible();
    assertThat(page.getByText("2 files were skipped")).isVisible();
    Assertions.assertThat(server.keys(PageServer.LANDING, dataset.name()))
        .hasSize(FILES)
        .anyMatch(key -> key.endsWith("/csv/2026/a.csv"))
        .anyMatch(key -> key.endsWith("/csv/2026/january/part-000.csv"));
    open(dataset, "");
    assertThat(page.locator(".status-filter")).containsText("Pending " + FILES);
  }

  /** By the DevTools protocol: a script cannot create the entries of a folder. */
  private void drop(Path dropped) {
    var target = page.locator(".drop-zone").boundingBox();
    var session = context.newCDPSession(page);
    for (var type : List.of("dragEnter", "dragOver", "drop")) {
      var event =
          Map.of(
              "type",
              type,
              "x",
              target.x + target.width / 2,
              "y",
              target.y + 20,
              "data",
              Map.of(
                  "items", List.of(),
                  "files", List.of(dropped.toString()),
                  "dragOperationsMask", 1));
      session.send("Input.dispatchDragEvent", (JsonObject) new Gson().toJsonTree(event));
    }
    session.detach();
  }
}
