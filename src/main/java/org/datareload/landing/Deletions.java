package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.ArrayList;
import java.util.List;
import org.datareload.dataset.Dataset;
import org.datareload.landing.Deletion.Kept;
import org.datareload.store.DeleteResult;
import org.datareload.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes pending files for ever. A marked file is taken by no execution, and a file that an
 * execution has is not marked: one transaction under the dataset's lock decides. The object goes
 * before its row does; where a process dies in between, the next look at the landing zone ends the
 * row, and where it died before, the mark runs out.
 */
public final class Deletions {
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
  private static final int AT_ONCE = 500;

  private final DeletionSql sql;
  private final ObjectStore store;
  private final LandingZone landingZone;
  private final String bucket;

  /**
   * @param bucket the landing zone's
   */
  public Deletions(DeletionSql sql, ObjectStore store, LandingZone landingZone, String bucket) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.landingZone = requireNonNull(landingZone, "landings is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * Deletes the files, if all of them are pending. An object that another one replaced since is
   * left alone.
   *
   * @param user who wants it
   */
  public Deletion delete(Dataset dataset, Selection selection, String user) {
    var id = UlidCreator.getMonotonicUlid().toString();
    var found = sql.mark(dataset.id(), selection, id);
    if (found != SelectionSql.expected(selection) || found == 0) {
      return new Deletion.SelectionChanged(SelectionSql.expected(selection), found);
    }
    var kept = new ArrayList<Kept>();
    var versions = false;
    var deleted = 0L;
    var after = "";
    for (var page = sql.hold(dataset.id(), id, after, AT_ONCE);
        !page.isEmpty();
        page = sql.hold(dataset.id(), id, after, AT_ONCE)) {
      deleted += delete(dataset, id, page, user, kept);
      versions |= page.stream().anyMatch(file -> file.object().versionId() != null);
      after = page.get(page.size() - 1).id();
    }
    LOG.info("{} files of {} deleted by {}, {} kept", deleted, dataset.name(), user, kept.size());
    return new Deletion.Done(deleted, kept, versions);
  }

  private long delete(
      Dataset dataset, String id, List<LandingFile> page, String user, List<Kept> kept) {
    var removals =
        store.deleteIfUnchanged(bucket, page.stream().map(LandingFile::object).toList()).join();
    var gone = new ArrayList<String>();
    var changed = new ArrayList<String>();
    for (var i = 0; i < page.size(); i++) {
      var file = page.get(i);
      var removal = removals.get(i);
      if (removal instanceof DeleteResult.Deleted) {
        gone.add(file.id());
      } else if (removal instanceof DeleteResult.Changed) {
        sql.keep(id, file.id(), null);
        changed.add(file.object().key());
        kept.add(new Kept(file.id(), "Another object took its key since; it was left alone"));
      } else if (removal instanceof DeleteResult.Refused refused) {
        var reason = "The store did not delete it: " + refused.reason();
        sql.keep(id, file.id(), reason.length() > 2000 ? reason.substring(0, 2000) : reason);
        kept.add(new Kept(file.id(), reason));
      }
    }
    if (!gone.isEmpty()) {
      sql.end(dataset.id(), id, gone, "Deleted by " + user);
    }
    landingZone.refreshKeys(changed);
    return gone.size();
  }
}
