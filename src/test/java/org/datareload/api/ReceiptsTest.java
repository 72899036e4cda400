package org.datareload.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.datareload.testing.TestDatabases;
import org.datareload.transfer.FileCopies;
import org.datareload.transfer.FileCopySql;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
  @Test
  void givesNoReceiptWhereTheCopiesAreDeletedWhileItIsWritten() {
    try (var database = TestDatabases.h2()) {
      var receipts =
          new Receipts(
              new FileCopies(database.jdbi().onDemand(FileCopySql.class)),
              "lake",
              () -> {
                throw new IllegalStateException("the copies were deleted");
              });

      assertThatThrownBy(() -> receipts.csv("01M00000000000000000000000"))
          .hasMessage("the copies were deleted");
    }
  }
}
