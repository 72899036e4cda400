package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetGoneException;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PartStore.Part;
import org.datareload.store.Presigner;
import org.datareload.store.Presigner.Signed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that people send straight to the store, at keys that are made here. */
public final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final int MOST_PARTS = 10_000;
  private static final int AT_ONCE = 1_000;

  private final UploadSql sql;
  private final UploadVerifier arrivals;
  private final Presigner presigner;
  private final LandingZone landingZone;
  private final Sizes sizes;
  private final String bucket;

  /**
   * How files are cut.
   *
   * @param single bytes up to which a file goes in one piece
   * @param part bytes of a part, unless a file would have too many of them
   * @param keep after which an upload that is not whole is given up
   */
  public record Sizes(long single, long part, Duration keep) {}

  /**
   * @param bucket the landing zone's
   */
  public Uploads(
      UploadSql sql,
      ObjectStore store,
      Presigner presigner,
      LandingZone landingZone,
      Sizes sizes,
      String bucket) {
    this.sql = requireNonNull(sql, "sql is null");
    this.arrivals = new UploadVerifier(store, bucket);
    this.presigner = requireNonNull(presigner, "presigner is null");
    this.landingZone = requireNonNull(landingZone, "landings is null");
    this.sizes = requireNonNull(sizes, "sizes is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * Prepares uploads, all in one folder.
   *
   * @throws InvalidFieldsException naming every file that cannot be taken
   */
  public List<Upload> prepare(Dataset dataset, String user, List<NewUpload> wishes) {
    NewUpload.check(wishes);
    var folder = freeFolder(dataset, user, wishes);
    var uploads = new ArrayList<Upload>();
    for (var wish : wishes) {
      uploads.add(
          new Upload(
              UlidCreator.getMonotonicUlid().toString(),
              dataset.id(),
              user,
              folder + wish.name(),
              wish.name(),
              wish.size(),
              wish.contentType() == null ? "" : wish.contentType(),
              null,
              wish.size() > sizes.single() ? (Long) partSize(wish.size()) : null,
              Instant.now()));
    }
    sql.insert(dataset.id(), uploads);
    var opened = open(uploads);
    if (opened.size() < uploads.size()) {
      throw new DatasetGoneException(dataset.id());
    }
    return opened;
  }

  private long partSize(long size) {
    return Math.max(sizes.part(), (size + MOST_PARTS - 1) / MOST_PARTS);
  }

  /** A folder of now, or of the next second in which none of the names is taken. */
  private String freeFolder(Dataset dataset, String user, List<NewUpload> wishes) {
    var names = wishes.stream().map(NewUpload::name).toList();
    for (var epoch = Instant.now().getEpochSecond(); ; epoch++) {
      var key = new LandingKey(dataset.name(), "" + epoch, safe(user), dataset.fileType(), "x");
      var folder = key.folder();
      if (sql.taken(names.stream().map(name -> folder + name).toList()).isEmpty()) {
        return folder;
      }
    }
  }

  /** The user's id as one segment of a key. */
  private static String safe(String user) {
    var safe = user.replaceAll("[^A-Za-z0-9@.+-]", "_");
    return safe.isEmpty() || safe.startsWith(".") || safe.startsWith("_") ? "u" + safe : safe;
  }

  /** Opens at the store those that go in parts and are not open yet; without those given up. */
  private List<Upload> open(List<Upload> uploads) {
    return uploads.stream()
        .flatMap(
            upload ->
                upload.isMultipart() && upload.storeId() == null
                    ? open(upload).stream()
                    : Stream.of(upload))
        .toList();
  }

  private Optional<Upload> open(Upload upload) {
    sql.opened(upload.id(), arrivals.open(upload));
    var now = sql.find(upload.id());
    if (now.isEmpty()) {
      arrivals.drop(upload);
    }
    return now;
  }

  /** Those of the uploads that are open. */
  public List<Upload> find(Dataset dataset, Collection<String> ids) {
    return ids.isEmpty() ? List.of() : open(sql.find(dataset.id(), ids));
  }

  /** An address for a file that goes in one piece. */
  public Signed sign(Upload upload) {
    return presigner.put(ref(upload), upload.size(), upload.contentTypeOrNull());
  }

  /** An address for one part. */
  public Signed sign(Upload upload, int part) {
    return presigner.part(ref(upload), upload.storeId(), part, upload.sizeOf(part));
  }

  /** The parts that arrived. */
  public List<Part> arrived(Upload upload) {
    return arrivals.parts(upload);
  }

  /**
   * Makes files out of uploads whose bytes were sent; they are pending at once.
   *
   * @return why uploads are not whole, by their ids
   */
  public Map<String, String> complete(List<Upload> uploads) {
    var flaws = new LinkedHashMap<String, String>();
    var keys = new ArrayList<String>();
    for (var upload : uploads) {
      var flaw = arrivals.join(upload);
      if (flaw == null) {
        keys.add(upload.key());
      } else {
        flaws.put(upload.id(), flaw);
      }
    }
    landingZone.refreshKeys(keys);
    uploads.stream().filter(u -> !flaws.containsKey(u.id())).forEach(u -> sql.delete(u.id()));
    return flaws;
  }

  /** Gives uploads up; what arrived of them goes, but for whole objects. */
  public void abort(List<Upload> uploads) {
    for (var upload : uploads) {
      arrivals.drop(upload);
      sql.delete(upload.id());
    }
  }

  /** Gives up what nobody completed for long. */
  public void sweep() {
    var abandoned = sql.abandoned((int) sizes.keep().toMinutes(), AT_ONCE);
    abort(abandoned);
    if (!abandoned.isEmpty()) {
      LOG.info("{} uploads that nobody completed were given up", abandoned.size());
    }
  }

  private ObjectRef ref(Upload upload) {
    return new ObjectRef(bucket, upload.key());
  }
}
