package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can read the database of H2 on this machine. */
class DatabaseFilesTest {
  private static final String OWNER = "rw-------";
  private static final String OWNER_FOLDER = "rwx------";

  @TempDir Path folder;

  @BeforeEach
  void needsPermissions() {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
  }

  private Settings.Database database(String form) {
    var url = form.formatted(folder.resolve("data/reload"));
    return new Settings.Database(url + ";WRITE_DELAY=0", "reload", "");
  }

  /** Opens and closes the database as the program does, and writes into its trace file. */
  private void run(Settings.Database database) throws Exception {
    try (var pool = Databases.openPool(database);
        var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      assertOnlyForTheOwner();
      Databases.openDatabase(pool);
      statement.execute("SET TRACE_LEVEL_FILE 3");
      statement.execute("SELECT COUNT(*) FROM api_token");
      assertOnlyForTheOwner();
    }
    assertOnlyForTheOwner();
    assertThat(permissions(folder.resolve("data"))).isEqualTo(OWNER_FOLDER);
  }

  private void assertOnlyForTheOwner() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      assertThat(files.toList())
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(file -> assertThat(permissions(file)).as("%s", file).isEqualTo(OWNER));
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void set(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:file:%s", "jdbc:h2:%s", "jdbc:h2:nio:%s"})
  void onlyItsOwnerReadsANewDatabase(String form) throws Exception {
    run(database(form));
    assertThat(folder.resolve("data/reload.mv.db")).isNotEmptyFile();
    assertThat(folder.resolve("data/reload.trace.db")).isNotEmptyFile();
  }

  @Test
  void onlyItsOwnerReadsADatabaseThatWasThereBefore() throws Exception {
    var database = database("jdbc:h2:file:%s");
    run(database);
    set(folder.resolve("data"), "rwxr-xr-x");
    for (var name : List.of("reload.mv.db", "reload.trace.db")) {
      set(folder.resolve("data").resolve(name), "rw-r--r--");
    }
    set(Files.createFile(folder.resolve("data/reload.1234.temp.db")), "rw-rw-rw-");

    run(database);
  }

  @Test
  void aFolderWithOtherFilesStaysAsItIs() throws Exception {
    var data = Files.createDirectory(folder.resolve("data"));
    set(data, "rwxr-xr-x");
    var other = Files.createFile(data.resolve("application.properties"));
    set(other, "rw-r--r--");

    DatabaseFiles.restrict(database("jdbc:h2:file:%s").url());

    assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
    assertThat(permissions(other)).isEqualTo("rw-r--r--");
    assertThat(permissions(data.resolve("reload.mv.db"))).isEqualTo(OWNER);
    assertThat(permissions(data.resolve("reload.trace.db"))).isEqualTo(OWNER);
  }

  @Test
  void theShippedDatabaseIsBelowTheWorkingFolder() {
    var url =
        ConfigBridge.databaseUrl(Map.of("reload.lz.bucket", "lz", "reload.dlz.bucket", "dlz"));
    assertThat(DatabaseFiles.content(url)).isEqualTo(Path.of("data/reload.mv.db").toAbsolutePath());
  }
}
