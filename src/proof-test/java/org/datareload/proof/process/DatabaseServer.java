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

/** The database that children work on, and the test's own looks at it. */
interface DatabaseServer extends AutoCloseable {
  /** How a child finds it. */
  Map<String, String> properties();

  /** The database behind a server; empty where there is no server. */
  default Optional<TestDatabase> server() {
    return Optional.empty();
  }

  /** Changes what stands in it. On H2 no child may live meanwhile. */
  void change(Consumer<TestDatabase> change);

  /** Looks at what stands in it, and changes nothing. On H2 no child may live meanwhile. */
  void look(Consumer<TestDatabase> look);

  @Override
  void close();

  /** PostgreSQL, which any number of children share. */
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
      public void look(Consumer<TestDatabase> look) {
        look.accept(database);
      }

      @Override
      public void close() {
        database.close();
      }
    };
  }

  /** The shipped default: H2 in a file below the one child's folder. */
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

      /** At a copy: opening the file itself would recover it, which is the next child's part. */
      @Override
      public void look(Consumer<TestDatabase> look) {
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
          look.accept(database);
        }
      }

      @Override
      public void close() {}
    };
  }
}
