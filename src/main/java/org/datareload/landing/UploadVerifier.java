package org.datareload.landing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PartStore.Part;

/** What of the bytes of uploads stands in the store. */
final class UploadVerifier {
  private final ObjectStore store;
  private final String bucket;

  /**
   * @param bucket the landing zone's
   */
  UploadVerifier(ObjectStore store, String bucket) {
    this.store = requireNonNull(store, "store is null");
    this.bucket = requireNonNull(bucket, "bucket is null");
  }

  /** Lets the store expect parts; returns its id of the upload. */
  String open(Upload upload) {
    return store.parts().open(ref(upload), upload.contentTypeOrNull()).join();
  }

  List<Part> parts(Upload upload) {
    return store.parts().arrived(ref(upload), upload.storeId()).join();
  }

  /** Joins parts where the upload has some; why the object is not whole then, or null. */
  String join(Upload upload) {
    if (upload.isMultipart()) {
      var parts = parts(upload);
      for (var number = 1; number <= upload.parts() && !parts.isEmpty(); number++) {
        var wanted = number;
        if (parts.stream()
            .noneMatch(p -> p.number() == wanted && p.size() == upload.sizeOf(wanted))) {
          return "Part " + number + " of " + upload.parts() + " has not arrived whole";
        }
      }
      // None where they were joined before.
      if (!parts.isEmpty()) {
        store.parts().complete(ref(upload), upload.storeId(), parts).join();
      }
    }
    return flaw(upload);
  }

  private String flaw(Upload upload) {
    var found = store.head(ref(upload)).join();
    if (found.isEmpty()) {
      return "Its bytes have not arrived";
    }
    var size = found.get().size();
    return size == upload.size() ? null : size + " bytes arrived, not " + upload.size();
  }

  /** Forgets parts that arrived; a whole object stays. */
  void drop(Upload upload) {
    if (upload.isMultipart()) {
      // Its key begins the keys of others: part-1 those of part-10.
      store.abortUploads(bucket, upload.key(), upload.key()::equals);
    }
  }

  private ObjectRef ref(Upload upload) {
    return new ObjectRef(bucket, upload.key());
  }
}
