package org.datareload.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that hold what is on its way to the store or to a client. Who makes one deletes it; a
 * process that is killed cannot.
 */
public final class TemporaryFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
  private static final String PREFIX = "data-reload-";

  /** Nothing is written, or read from its beginning, for as long. */
  private static final Duration STALE = Duration.ofHours(1);

  private final Path folder;

  public TemporaryFiles() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  TemporaryFiles(Path folder) {
    this.folder = requireNonNull(folder, "folder is null");
  }

  /**
   * A new, empty file that only its owner may read.
   *
   * @param extension such as {@code .csv}
   */
  public static Path create(String name, String extension) throws IOException {
    return Files.createTempFile(PREFIX + name + "-", extension);
  }

  /** A new file with the content, in UTF-8. Nothing is left where writing fails. */
  public static Path write(String name, String extension, Content content) throws IOException {
    var file = create(name, extension);
    try (var out = Files.newBufferedWriter(file)) {
      content.write(out);
    } catch (IOException | RuntimeException | Error failed) {
      Files.deleteIfExists(file);
      throw failed;
    }
    return file;
  }

  /** Writes what a file is to hold. */
  public interface Content {
    void write(Writer out) throws IOException;
  }

  /** Deletes files that nobody has written to for an hour. */
  public void deleteStale() {
    var before = Instant.now().minus(STALE);
    try (var files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (var file : files) {
        delete(file, before);
      }
    } catch (IOException failed) {
      LOG.warn("Cannot look for stale files in {}", folder, failed);
    }
  }

  private static void delete(Path file, Instant before) {
    try {
      var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isRegularFile() && found.lastModifiedTime().toInstant().isBefore(before)) {
        Files.delete(file);
        LOG.info("Deleted {}, which a process that was killed had left", file);
      }
    } catch (IOException goneOrOfAnother) {
      LOG.debug("Keeps {}", file, goneOrOfAnother);
    }
  }
}
