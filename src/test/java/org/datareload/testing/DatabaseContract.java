package org.datareload.testing;

import java.util.function.Supplier;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What holds on both databases: a contract extends this, and one small class a database it. */
public abstract class DatabaseContract {
  private final Supplier<TestDatabase> fresh;
  protected TestDatabase database;
  protected Jdbi jdbi;

  /**
   * @param fresh {@code TestDatabases::h2} or {@code TestDatabases::postgres}
   */
  protected DatabaseContract(Supplier<TestDatabase> fresh) {
    this.fresh = fresh;
  }

  @BeforeEach
  void openDatabase() {
    database = fresh.get();
    jdbi = database.jdbi();
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }
}
