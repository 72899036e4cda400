package org.datareload.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.datareload.testing.TestDatabases;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
  @Test
  void reclaimsSpaceInTheH2File(@TempDir Path folder) {
    try (var database = TestDatabases.h2(folder.resolve("reload"))) {
      var rows = new AtomicInteger();
      // Without this, rewritten chunks count as used for a while.
      database.jdbi().useHandle(h -> h.execute("SET RETENTION_TIME 0"));
      while (rows.incrementAndGet() < 2_000) {
        write(database.jdbi(), rows.get());
      }
      var store = store(database.jdbi());
      var before = store.getFileStore().getChunksFillRate();

      await()
          .until(
              () -> {
                Databases.compaction(database.jdbi()).run();
                write(database.jdbi(), rows.incrementAndGet());
                return store.getFileStore().getChunksFillRate() > before + 20;
              });
    }
  }

  @Test
  void doesNothingOnPostgreSQL() {
    try (var database = TestDatabases.postgres()) {
      Databases.compaction(database.jdbi()).run();
      assertThat(database.jdbi().<Integer, RuntimeException>withHandle(h -> h.execute("SELECT 1")))
          .isNotNull();
    }
  }

  /** Adds a row and rewrites another one, which leaves gaps in the file. */
  private static void write(Jdbi jdbi, int number) {
    jdbi.useHandle(
        h -> {
          h.execute("INSERT INTO known_user (id, mail) VALUES (?, 'a@example.com')", "u" + number);
          h.execute("UPDATE known_user SET mail = ? WHERE id = 'u0'", number + "@example.com");
        });
  }

  private static MVStore store(Jdbi jdbi) {
    return jdbi.<MVStore, RuntimeException>withHandle(
        h -> {
          try {
            var connection = h.getConnection().unwrap(JdbcConnection.class);
            var session = (SessionLocal) connection.getSession();
            return session.getDatabase().getStore().getMvStore();
          } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
          }
        });
  }
}
