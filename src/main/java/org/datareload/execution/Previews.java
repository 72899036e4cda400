package org.datareload.execution;

import static java.util.Objects.requireNonNull;

import org.datareload.dataset.Dataset;
import org.datareload.dataset.FileCount;

/** Tells what processing files would change, before anybody does it. */
public final class Previews {
  private final PreviewSql sql;

  public Previews(PreviewSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /** Compares the selection with the live content. Files that are not pending do not count. */
  public Preview preview(Dataset dataset, Selection selection) {
    var id = dataset.id();
    var live = dataset.liveExecution() == null ? "" : dataset.liveExecution();
    var selected = sql.selection().tally(id, selection);
    FileCount replaces;
    FileCount removes;
    if (selection instanceof Selection.All all) {
      var pattern = SelectionSql.pattern(all);
      var except = SelectionSql.array(all.except());
      replaces = sql.replacesAll(id, live, pattern, except);
      removes = sql.removesAll(id, live, pattern, except);
    } else {
      var ids = SelectionSql.array(((Selection.Ids) selection).ids());
      replaces = sql.replacesIds(id, live, ids);
      removes = sql.removesIds(id, live, ids);
    }
    var adds =
        new FileCount(selected.files() - replaces.files(), selected.bytes() - replaces.bytes());
    return new Preview(selected, adds, replaces, removes);
  }
}
