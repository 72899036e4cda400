package org.datareload.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.CaseStrategy;
import org.jdbi.v3.core.mapper.MapMappers;

/** Reads rows with the queries that the routes use. */
public final class StatusRows {
  private StatusRows() {}

  public static StatusRow read(Jdbi jdbi, String mailId) {
    var found = query(jdbi, "mail-status", mailId);
    return StatusRow.of(found.isEmpty() ? null : found.get(0))
        .withNames(query(jdbi, "mail-names", mailId));
  }

  private static List<Map<String, Object>> query(Jdbi jdbi, String name, String mailId) {
    try (var in = StatusRows.class.getResourceAsStream("/sql/" + name + ".sql")) {
      var sql = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(":?", ":");
      return jdbi.withHandle(
          handle ->
              handle
                  .createQuery(sql)
                  .configure(MapMappers.class, c -> c.setCaseChange(CaseStrategy.NOP))
                  .bind("mail", mailId)
                  .mapToMap()
                  .list());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
