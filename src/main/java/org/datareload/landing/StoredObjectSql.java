package org.datareload.landing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.datareload.store.StoredObject;

/** Maps the columns of table {@code file} that describe the object. */
public final class StoredObjectSql {
  private StoredObjectSql() {}

  /** The object of the current row. */
  public static StoredObject of(ResultSet row) throws SQLException {
    return new StoredObject(
        row.getString("object_key"),
        row.getLong("size_bytes"),
        row.getString("etag"),
        row.getString("version_id"),
        row.getObject("last_modified", OffsetDateTime.class).toInstant());
  }
}
