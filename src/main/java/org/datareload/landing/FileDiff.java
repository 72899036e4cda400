package org.datareload.landing;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.datareload.dataset.FileCount;
import org.datareload.landing.LandingFileSql.AtKey;
import org.datareload.landing.LandingFileSql.Described;
import org.datareload.landing.LandingFileSql.Ended;
import org.datareload.landing.LandingFileSql.NewFile;
import org.datareload.landing.LandingKey.Valid;
import org.datareload.store.StoredObject;

/**
 * The changes that bring the rows of one dataset in line with the store, computed under the
 * dataset's lock before they are written.
 */
final class FileDiff {
  private static final String VANISHED = "The object vanished from the landing zone";
  private static final String REPLACED = "Another object took its key in the landing zone";

  private final String datasetId;
  final List<NewFile> landed = new ArrayList<>();
  final List<Ended> ended = new ArrayList<>();

  /** Files of whose objects only events had told. */
  final List<Described> described = new ArrayList<>();

  /** Files beyond pending whose object is no longer at their key. */
  final List<String> released = new ArrayList<>();

  /** Keys whose rows change. */
  final List<String> changed = new ArrayList<>();

  /** Keys that the store must be asked about again. */
  final List<String> unsure = new ArrayList<>();

  final Map<FileStatus, FileCount> counts = new EnumMap<>(FileStatus.class);

  /**
   * What the store answered about a key.
   *
   * @param fileIdBefore the file at the key before the store was asked, or null. The answer counts
   *     only while this file is still at the key; else another process was faster, and the store
   *     must be asked again.
   * @param object what exists at the key, or null
   */
  record Observation(String key, String fileIdBefore, StoredObject object) {}

  FileDiff(String datasetId) {
    this.datasetId = datasetId;
  }

  /**
   * @param current the file at the key by the rows, or null
   */
  void add(Observation observed, LandingFile current) {
    var object = observed.object();
    if (object == null ? current == null : current != null && current.object().isSame(object)) {
      if (object != null && current.object().isVaguerThan(object)) {
        described.add(new Described(current.id(), object));
      }
      return;
    }
    if (!Objects.equals(observed.fileIdBefore(), current == null ? null : current.id())) {
      unsure.add(observed.key());
      return;
    }
    changed.add(observed.key());
    if (current != null) {
      end(current, object == null ? FileStatus.DELETED : FileStatus.SUPERSEDED);
    }
    if (object != null) {
      land(object);
    }
  }

  /**
   * An object in a listing or an event may be gone by now, so it lands at once only at a key that
   * was never used, and only with an ETag.
   */
  void addSeen(StoredObject seen, boolean isKeyUsed) {
    if (isKeyUsed || seen.etag().isEmpty()) {
      unsure.add(seen.key());
    } else {
      land(seen);
    }
  }

  /** The keys that trigger files of the changed files have or would have. */
  String[] triggerKeys() {
    return Stream.<AtKey>concat(landed.stream(), ended.stream())
        .map(file -> ((Valid) LandingKey.parse(file.object().key())).key())
        .flatMap(LandingKey::triggerKeys)
        .distinct()
        .toArray(String[]::new);
  }

  private void land(StoredObject object) {
    if (!(LandingKey.parse(object.key()) instanceof Valid valid)) {
      throw new IllegalArgumentException("Not a key of a data file: " + object.key());
    }
    var id = UlidCreator.getMonotonicUlid().toString();
    landed.add(new NewFile(id, datasetId, object, valid.key().fileName(), valid.key().userId()));
    count(FileStatus.PENDING, 1, object.size());
  }

  private void end(LandingFile file, FileStatus status) {
    if (file.status() != FileStatus.PENDING) {
      // Its execution decides its status.
      released.add(file.id());
      return;
    }
    var reason = status == FileStatus.DELETED ? VANISHED : REPLACED;
    ended.add(new Ended(file.id(), file.object(), status.word(), reason));
    count(FileStatus.PENDING, -1, -file.object().size());
    count(status, 1, file.object().size());
  }

  private void count(FileStatus status, long files, long bytes) {
    counts.merge(
        status,
        new FileCount(files, bytes),
        (a, b) -> new FileCount(a.files() + b.files(), a.bytes() + b.bytes()));
  }
}
