package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.FileCount;
import org.datareload.landing.PreviewSql.Named;

/** Computes what processing a selection would change. */
public final class Previews {
  private final PreviewSql sql;

  public Previews(PreviewSql sql) {
    this.sql = requireNonNull(sql, "sql is null");
  }

  /** Compares the selection with the live content. Files that are not pending do not count. */
  public Preview preview(Dataset dataset, Selection selection) {
    return sql.inTransaction(rows -> compare(rows, dataset, selection));
  }

  private static Preview compare(PreviewSql rows, Dataset dataset, Selection selection) {
    var live = dataset.liveExecution() == null ? "" : dataset.liveExecution();
    var except =
        selection instanceof Selection.All all ? Set.copyOf(all.except()) : Set.<String>of();
    var liveNames = new NameSet();
    rows.live(live, file -> liveNames.add(file.name()));
    var selectedNames = new NameSet();
    var adds = new Tally();
    var replaces = new Tally();
    rows.selected(
        dataset.id(),
        selection,
        file -> {
          if (!except.contains(file.id())) {
            selectedNames.add(file.name());
            (liveNames.contains(file.name()) ? replaces : adds).add(file);
          }
        });
    var removes = new Tally();
    rows.live(
        live,
        file -> {
          if (!selectedNames.contains(file.name())) {
            removes.add(file);
          }
        });
    var selected = new FileCount(adds.files + replaces.files, adds.bytes + replaces.bytes);
    return new Preview(selected, adds.count(), replaces.count(), removes.count());
  }

  private static final class Tally {
    private long files;
    private long bytes;

    void add(Named file) {
      files++;
      bytes += file.bytes();
    }

    FileCount count() {
      return new FileCount(files, bytes);
    }
  }
}
