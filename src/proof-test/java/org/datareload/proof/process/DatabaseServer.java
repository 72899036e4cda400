package org.datareload.proof.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.datareload.testing.TestDatabases;
import org.datareload.testing.TestDatabases.TestDatabase;

/** The database of children, and the access of the test to it. */
interface DatabaseServer extends AutoCloseable {
  /** The properties by which a child finds it. */
  Map<String, String> properties();

  /** The database if it is a server. */
  default Optional<TestDatabase> server() {
    return Optional.empty();
  }

  /** Changes the database. On H2 no child may live meanwhile. */
  void change(Consumer<TestDatabase> change);

  /** Reads the database without changing it. On H2 no child may live meanwhile. */
  void read(Consumer<TestDatabase> reading);

  @Override
  void close();

  /** PostgreSQL, for any number of children. */
  static DatabaseServer postgres() {
    var database = TestDatabases.postgres();
    return new DatabaseServer() {
      @Override
      public Map<String, String> properties() {
        var url = database.pool().getJdbcUrl();
        return Map.of("reload.db.url", url, "reload.db.user", "postgres");
      }

      @Override
      public Optional<TestDatabase> server() {
        return Optional.of(database);
      }

      @Override
      public void change(Consumer<TestDatabase> change) {
        change.accept(database);
      }

      @Override
      public void read(Consumer<TestDatabase> reading) {
        reading.accept(database);
      }

      @Override
      public void close() {
        database.close();
      }
    };
  }

  /** The shipped default for one child: an H2 file below its folder. */
  static DatabaseServer h2(Path folder) {
    var file = folder.resolve("data").resolve("reload");
    return new DatabaseServer() {
      @Override
      public Map<String, String> properties() {
        return Map.of();
      }

      @Override
      public void change(Consumer<TestDatabase> change) {
        try (var database = TestDatabases.h2(file)) {
          change.accept(database);
        }
      }

      /** Reads a copy: opening the file itself would recover it, which the next child shall do. */
      @Override
      public void read(Consumer<TestDatabase> reading) {
        var copy = folder.resolve("copy");
        try {
          Files.copy(
              Path.of(file + ".mv.db"),
              Path.of(copy + ".mv.db"),
              StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
        try (var database = TestDatabases.h2(copy)) {
          reading.accept(database);
        }
      }

      @Override
      public void close() {}
    };
  }
}
