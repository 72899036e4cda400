package org.datareload.config;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.h2.store.fs.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of the embedded database, which hold hashes of tokens and addresses of people, to
 * the user who runs the program. H2 makes files that everybody may read, so they are made here
 * before it writes into them.
 */
final class DatabaseFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseFiles.class);
  private static final String H2 = "jdbc:h2:";
  private static final Set<PosixFilePermission> FILE = fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER = fromString("rwx------");
  private static final String CONTENT = ".mv.db";
  private static final String TRACE = ".trace.db";

  private DatabaseFiles() {}

  /**
   * Makes the folder and the files of an H2 database, or takes those that exist from others. A
   * folder that holds other files as well stays as it is.
   */
  static void restrict(String url) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    var content = content(url);
    var folder = content.getParent();
    try {
      Files.createDirectories(folder, asFileAttribute(FOLDER));
      var database = content.getFileName().toString().replace(CONTENT, "");
      create(content);
      create(folder.resolve(database + TRACE));
      restrict(folder, database + ".");
    } catch (IOException notOurs) {
      // The database itself says why it cannot be opened, where it cannot.
      LOG.warn("Other users may be able to read the database in {}", folder, notOurs);
    }
  }

  private static void restrict(Path folder, String prefix) throws IOException {
    List<Path> all;
    try (var files = Files.list(folder)) {
      all = files.toList();
    }
    var own = all.stream().filter(f -> f.getFileName().toString().startsWith(prefix)).toList();
    for (var file : own) {
      set(file, FILE);
    }
    if (own.size() == all.size()) {
      set(folder, FOLDER);
    }
  }

  private static void set(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (!Files.getPosixFilePermissions(path).equals(permissions)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file, asFileAttribute(FILE));
    } catch (FileAlreadyExistsException kept) {
      // restricted with the others
    }
  }

  /** The file with the content: H2 has names such as {@code ~/reload} and {@code nio:./reload}. */
  static Path content(String url) {
    var name = url.substring(H2.length()).split(";")[0].replaceFirst("^file:", "");
    return Path.of(FileUtils.unwrap(FileUtils.toRealPath(name + CONTENT)));
  }
}
