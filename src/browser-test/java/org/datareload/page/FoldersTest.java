package org.datareload.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.datareload.dataset.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole folders are uploaded: what is in them lands side by side. */
class FoldersTest extends PageCase {
  @TempDir Path folder;

  @BeforeEach
  void fill() throws Exception {
    var inner = Files.createDirectories(folder.resolve("2026/january"));
    Files.writeString(folder.resolve("2026/a.csv"), "1");
    Files.writeString(inner.resolve("b.csv"), "2");
    Files.writeString(inner.resolve("_SUCCESS"), "");
    for (var i = 0; i < 150; i++) {
      Files.writeString(inner.resolve("part-%03d.csv".formatted(i)), "3");
    }
  }

  @Test
  void takesAFolderThatIsChosen() {
    var dataset = running.dataset("folders", "chosen");
    go(dataset, "/upload");
    page.locator("#folder").setInputFiles(folder.resolve("2026"));
    seeAll(dataset);
  }

  @Test
  void takesAFolderThatIsDropped() {
    var dataset = running.dataset("folders", "dropped");
    go(dataset, "/upload");
    drop(folder.resolve("2026"));
    seeAll(dataset);
  }

  @Test
  void refusesASecondFileOfOneNameAndSaysWhy() throws Exception {
    Files.writeString(folder.resolve("2026/b.csv"), "another");
    var dataset = running.dataset("folders", "twins");
    go(dataset, "/upload");
    drop(folder.resolve("2026"));
    assertThat(page.getByText("Some files did not arrive.")).isVisible();
    assertThat(page.locator(".sending li").first())
        .containsText("Another file of this name is in this upload");
    assertThat(page.getByText("152 files are pending.")).isVisible();
  }

  private void seeAll(Dataset dataset) {
    assertThat(page.getByText("152 of 152 files")).isVisible();
    assertThat(page.getByText("1 file was left out")).isVisible();
    go(dataset, "");
    assertThat(page.locator(".choices")).containsText("Pending 152");
  }

  /** As a hand does it: only the browser itself can make the entries of a folder. */
  private void drop(Path dropped) {
    var target = page.locator(".drop").boundingBox();
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
