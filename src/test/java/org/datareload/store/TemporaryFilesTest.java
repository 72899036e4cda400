package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
  @TempDir Path folder;

  private Path file(String name, Duration age) throws IOException {
    var file = Files.writeString(folder.resolve(name), "content");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void deletesWhatAKilledProcessLeftAndNothingElse() throws IOException {
    var stale = file("data-reload-manifest-1.json", Duration.ofMinutes(61));
    var fresh = file("data-reload-receipt-2.csv", Duration.ofMinutes(59));
    var foreign = file("manifest-3.json", Duration.ofDays(300));
    var target = file("target", Duration.ofDays(300));
    var link = Files.createSymbolicLink(folder.resolve("data-reload-link"), target);
    var inside = Files.createDirectory(folder.resolve("data-reload-folder")).resolve("kept");
    Files.createFile(inside);

    new TemporaryFiles(folder).deleteStale();

    assertThat(stale).doesNotExist();
    assertThat(fresh).exists();
    assertThat(foreign).exists();
    assertThat(target).exists();
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(inside).exists();
  }

  @Test
  void makesFilesThatOnlyTheirOwnerReadsAndThatItFindsAgain() throws IOException {
    var file = TemporaryFiles.create("receipt", ".csv");
    try {
      assertThat(file.getFileName().toString()).matches("data-reload-receipt-\\d+\\.csv");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      new TemporaryFiles().deleteStale();
      assertThat(file).doesNotExist();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Test
  void leavesNothingWhereWritingFails() throws IOException {
    var name = "test-" + UUID.randomUUID();

    assertThatThrownBy(
            () ->
                TemporaryFiles.write(
                    name,
                    ".csv",
                    out -> {
                      out.write("half");
                      throw new IOException("the disk is full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is full");

    try (var left =
        Files.newDirectoryStream(
            Path.of(System.getProperty("java.io.tmpdir")), "data-reload-" + name + "*")) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aMissingFolderIsNoFailure() {
    new TemporaryFiles(folder.resolve("missing")).deleteStale();
    assertThat(folder).isEmptyDirectory();
  }
}
