package org.datareload.landing;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

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
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.InvalidFieldsException;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PartStore.Part;
import org.datareload.store.Presigner;
import org.datareload.store.Presigner.Signed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads that users send straight to the store, by presigned URLs to keys that are chosen here.
 */
public final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final int MAX_PARTS = 10_000;
  private static final int MAX_ABANDONED = 1_000;

  /** What the key in the trash has more: its root and the ids of two executions. */
  private static final int IN_TRASH = (DatasetName.TRASH + "/").length() + 2 * 27;

  /** Uploads that a user, and that all together, may have in flight. */
  private static final int MAX_OF_USER = 20_000;

  private static final int MAX_OF_ALL = 200_000;

  /** Of them, those that only users may have who have none. */
  private static final int KEPT = 40_000;

  private final UploadSql sql;
  private final ObjectStore store;
  private final Presigner presigner;
  private final LandingZone landingZone;
  private final Sizes sizes;
  private final String bucket;

  /**
   * Limits of uploads.
   *
   * @param single maximum bytes of a file that is sent in one piece
   * @param part bytes of a part, unless a file would have more than 10,000 parts
   * @param keep time after which an incomplete upload is aborted
   */
  public record Sizes(long single, long part, Duration keep) {}

  /**
   * @param bucket the landing zone's bucket
   */
  public Uploads(
      UploadSql sql,
      ObjectStore store,
      Presigner presigner,
      LandingZone landingZone,
      Sizes sizes,
      String bucket) {
    this.sql = requireNonNull(sql, "sql is null");
    this.store = requireNonNull(store, "store is null");
    this.presigner = requireNonNull(presigner, "presigner is null");
    this.landingZone = requireNonNull(landingZone, "landingZone is null");
    this.sizes = requireNonNull(sizes, "sizes is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /**
   * Prepares uploads, all in one folder.
   *
   * @param user id of the user who uploads
   * @throws InvalidFieldsException with one error for each invalid or repeated name
   * @throws TooManyUploadsException if the user, or all together, would have too many in flight
   */
  public List<Upload> prepare(Dataset dataset, String user, List<NewUpload> requested) {
    var now = Instant.now().getEpochSecond();
    NewUpload.validate(
        requested, LandingKey.MAX_BYTES - IN_TRASH - folder(dataset, user, now).length());
    requireRoom(user, requested.size());
    var uploads =
        sql.insertUnused(
            dataset.id(),
            now,
            epoch -> inFolder(folder(dataset, user, epoch), dataset, user, requested));
    var opened = open(uploads);
    if (opened.size() < uploads.size()) {
      throw new DatasetGoneException(dataset.id());
    }
    return opened;
  }

  private void requireRoom(String user, int more) {
    var own = sql.countOf(user);
    if (own + more > MAX_OF_USER) {
      throw new TooManyUploadsException(
          "You would have %d uploads in flight, and may have %d"
              .formatted(own + more, MAX_OF_USER));
    }
    var all = sql.count();
    if (all + more > (own == 0 ? MAX_OF_ALL : MAX_OF_ALL - KEPT)) {
      throw new TooManyUploadsException(
          "All users together have %d uploads in flight".formatted(all));
    }
  }

  private List<Upload> inFolder(
      String folder, Dataset dataset, String user, List<NewUpload> requested) {
    var uploads = new ArrayList<Upload>();
    for (var file : requested) {
      uploads.add(
          new Upload(
              UlidCreator.getMonotonicUlid().toString(),
              dataset.id(),
              user,
              folder + file.name(),
              file.name(),
              file.size(),
              file.contentType() == null ? "" : file.contentType(),
              null,
              file.size() > sizes.single() ? (Long) partSize(file.size()) : null,
              Instant.now()));
    }
    return uploads;
  }

  private long partSize(long size) {
    return Math.max(sizes.part(), (size + MAX_PARTS - 1) / MAX_PARTS);
  }

  private static String folder(Dataset dataset, String user, long epoch) {
    return new LandingKey(dataset.name(), "" + epoch, segment(user), dataset.fileType(), "x")
        .folder();
  }

  /** The user's id as one segment of a key, in ASCII. */
  private static String segment(String user) {
    var safe = user.replaceAll("[^A-Za-z0-9@.+-]", "_");
    return safe.isEmpty() || safe.startsWith(".") || safe.startsWith("_") ? "u" + safe : safe;
  }

  /** Creates the missing multipart uploads; drops uploads that were aborted meanwhile. */
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
    sql.setStoreId(upload.id(), store.parts().open(ref(upload), upload.contentTypeOrNull()).join());
    var opened = sql.find(upload.id());
    if (opened.isEmpty()) {
      abortParts(upload);
    }
    return opened;
  }

  /** The uploads of the dataset that are neither complete nor aborted. */
  public List<Upload> find(Dataset dataset, Collection<String> ids) {
    return ids.isEmpty() ? List.of() : open(sql.find(dataset.id(), ids));
  }

  /** A URL to send a file in one piece. */
  public Signed sign(Upload upload) {
    return presigner.put(ref(upload), upload.size(), upload.contentTypeOrNull());
  }

  /**
   * A URL to send one part.
   *
   * @param part its number, from 1
   */
  public Signed sign(Upload upload, int part) {
    return presigner.part(ref(upload), upload.storeId(), part, upload.sizeOf(part));
  }

  /** The parts that have arrived. */
  public List<Part> arrived(Upload upload) {
    return store.parts().arrived(ref(upload), upload.storeId()).join();
  }

  /**
   * Completes uploads whose bytes have arrived: their files are pending on return.
   *
   * @return the reasons of those that are incomplete, by upload id
   */
  public Map<String, String> complete(List<Upload> uploads) {
    var errors = new LinkedHashMap<String, String>();
    var keys = new ArrayList<String>();
    for (var upload : uploads) {
      var error = upload.isMultipart() ? joinParts(upload) : objectError(upload);
      if (error == null) {
        keys.add(upload.key());
      } else {
        errors.put(upload.id(), error);
      }
    }
    landingZone.refreshKeys(keys);
    uploads.stream().filter(u -> !errors.containsKey(u.id())).forEach(u -> sql.delete(u.id()));
    return errors;
  }

  /** Completes the multipart upload; returns why it is incomplete, or null. */
  private String joinParts(Upload upload) {
    var parts = arrived(upload);
    if (!parts.isEmpty()) {
      var sizes = parts.stream().collect(toMap(Part::number, Part::size));
      for (var number = 1; number <= upload.parts(); number++) {
        if (!Long.valueOf(upload.sizeOf(number)).equals(sizes.get(number))) {
          return "Part %d of %d has not arrived in full; send it again"
              .formatted(number, upload.parts());
        }
      }
      store.parts().complete(ref(upload), upload.storeId(), parts).join();
    }
    // Without parts, an earlier request may have joined them.
    return objectError(upload);
  }

  private String objectError(Upload upload) {
    var object = store.head(ref(upload)).join();
    if (object.isEmpty()) {
      return "The file has not arrived; send it again";
    }
    var size = object.get().size();
    return size == upload.size()
        ? null
        : "%d of %d bytes have arrived; send the file again".formatted(size, upload.size());
  }

  /** Aborts uploads and deletes the parts that have arrived. Keeps whole objects. */
  public void abort(List<Upload> uploads) {
    for (var upload : uploads) {
      abortParts(upload);
      sql.delete(upload.id());
    }
  }

  private void abortParts(Upload upload) {
    if (upload.isMultipart()) {
      // The key is a prefix of other keys: part-1 of part-10.
      store.abortUploads(bucket, upload.key(), upload.key()::equals);
    }
  }

  /** Aborts uploads that were not completed in time. */
  public void sweep() {
    var abandoned = sql.abandoned((int) sizes.keep().toMinutes(), MAX_ABANDONED);
    abort(abandoned);
    if (!abandoned.isEmpty()) {
      LOG.info("Aborted {} uploads not completed within {}", abandoned.size(), sizes.keep());
    }
  }

  private ObjectRef ref(Upload upload) {
    return new ObjectRef(bucket, upload.key());
  }
}
