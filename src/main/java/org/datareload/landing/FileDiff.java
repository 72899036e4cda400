package org.datareload.landing;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.datareload.dataset.FileCount;
import org.datareload.landing.LandingFileSql.Ended;
import org.datareload.landing.LandingFileSql.NewFile;
import org.datareload.landing.LandingKey.Valid;
import org.datareload.store.StoredObject;

/** What looks at the store change in the files of one dataset, worked out before it is written. */
final class FileDiff {
  private static final String VANISHED = "The object vanished from the landing zone";
  private static final String REPLACED = "Another object took its key in the landing zone";

  private final String datasetId;
  private final List<NewFile> landed = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private final List<String> released = new ArrayList<>();
  private final List<String> unsure = new ArrayList<>();
  private final Map<FileStatus, FileCount> counts = new EnumMap<>(FileStatus.class);

  FileDiff(String datasetId) {
    this.datasetId = datasetId;
  }

  /**
   * @param standing the file whose object stands at the key as far as the rows tell, or null
   */
  void add(KeyObservation sighting, LandingFile standing) {
    var seen = sighting.object();
    if (seen == null ? standing == null : standing != null && standing.object().isSame(seen)) {
      return;
    }
    if (!Objects.equals(sighting.before(), standing == null ? null : standing.id())) {
      unsure.add(sighting.key());
      return;
    }
    if (standing != null) {
      leave(standing, seen == null ? FileStatus.DELETED : FileStatus.SUPERSEDED);
    }
    if (seen != null) {
      land(seen);
    }
  }

  /** A listed object may have gone since: it counts at once only where its key was never used. */
  void addListed(StoredObject listed, boolean keyIsKnown) {
    if (keyIsKnown) {
      unsure.add(listed.key());
    } else {
      land(listed);
    }
  }

  private void land(StoredObject object) {
    if (!(LandingKey.parse(object.key()) instanceof Valid valid)) {
      throw new IllegalArgumentException("not the key of a file: " + object.key());
    }
    var id = UlidCreator.getMonotonicUlid().toString();
    landed.add(new NewFile(id, datasetId, object, valid.key().fileName(), valid.key().userId()));
    count(FileStatus.PENDING, 1, object.size());
  }

  private void leave(LandingFile file, FileStatus end) {
    if (file.status() != FileStatus.PENDING) {
      // Its execution decides what becomes of it.
      released.add(file.id());
      return;
    }
    ended.add(new Ended(file.id(), end.word(), end == FileStatus.DELETED ? VANISHED : REPLACED));
    count(FileStatus.PENDING, -1, -file.object().size());
    count(end, 1, file.object().size());
  }

  private void count(FileStatus status, long files, long bytes) {
    counts.merge(
        status,
        new FileCount(files, bytes),
        (a, b) -> new FileCount(a.files() + b.files(), a.bytes() + b.bytes()));
  }

  List<NewFile> landed() {
    return landed;
  }

  List<Ended> ended() {
    return ended;
  }

  /** Files beyond pending whose object no longer stands at its key. */
  List<String> released() {
    return released;
  }

  /** Keys that the store must be asked about again. */
  List<String> unsure() {
    return unsure;
  }

  Map<FileStatus, FileCount> counts() {
    return counts;
  }
}
