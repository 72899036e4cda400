package org.datareload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.datareload.store.DeleteResult.Changed;
import org.datareload.store.DeleteResult.Deleted;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Deletes that every store must support. */
abstract class DeleteContract extends PutContract {
  @Test
  void deletesOnlyUnchangedObjects() {
    StoredObject same = put(lz, "same", "1");
    StoredObject changed = put(lz, "changed", "1");
    StoredObject gone = put(lz, "gone", "1");
    put(lz, "changed", "2");
    store.delete(lz, List.of("gone")).join();
    assertThat(store.deleteIfUnchanged(lz, List.of(same, changed, gone)).join())
        .containsExactly(new Deleted(), new Changed(), new Deleted());
    assertThat(listed(lz, "")).extracting(StoredObject::key).containsExactly("changed");
  }

  @Test
  void deletesThousandsOfObjects() {
    putAll(IntStream.range(0, 2_500).mapToObj(i -> "a/%04d.csv".formatted(i)).toList());
    List<StoredObject> landed = listed(lz, "a/");
    assertThat(store.deleteIfUnchanged(lz, landed.subList(0, 1_200)).join())
        .hasSize(1_200)
        .allMatch(Deleted.class::isInstance);
    List<String> rest = landed.subList(1_200, 2_500).stream().map(StoredObject::key).toList();
    assertThat(store.delete(lz, rest).join()).hasSize(1_300).allMatch(Deleted.class::isInstance);
    assertThat(listed(lz, "")).isEmpty();
  }

  @Test
  void deletesKeysWithoutAnObject() {
    assertThat(store.delete(lz, List.of("never", "was")).join())
        .containsExactly(new Deleted(), new Deleted());
  }

  @Test
  void deletesOnlyUnchangedObjectsWhereTheStoreHasNoConditions() {
    deletesOnlyUnchangedObjects(StoreCapabilities.NONE);
    deletesOnlyUnchangedObjects(
        new StoreCapabilities(false, true, IfMatchStyle.QUOTED, true, false, true));
  }

  private void deletesOnlyUnchangedObjects(StoreCapabilities found) {
    var plain = new S3ObjectStore(rig.client(), rig.limiter(), rig.settings(), Map.of(lz, found));
    StoredObject same = put(lz, "same", "1");
    StoredObject changed = put(lz, "changed", "1");
    put(lz, "changed", "2");
    assertThat(plain.deleteIfUnchanged(lz, List.of(same, changed)).join())
        .containsExactly(new Deleted(), new Changed());
    assertThat(listed(lz, "")).extracting(StoredObject::key).contains("changed");
    assertThat(listed(lz, "")).extracting(StoredObject::key).doesNotContain("same");
    deletesOnlyTheUnchangedOfMany(plain);
  }

  @Test
  void deletesOnlyTheUnchangedOfMany() {
    deletesOnlyTheUnchangedOfMany(store);
  }

  private void deletesOnlyTheUnchangedOfMany(ObjectStore deleting) {
    var names = List.of("b/ ", "b/%41", "b/+", "b/1", "b/2", "b/3~é", "b/4", "b/ż", "c");
    var seen = names.stream().map(name -> put(lz, name, "1")).toList();
    put(lz, "b/2", "changed");
    put(lz, "b/25", "another");
    deleting.delete(lz, List.of("b/4")).join();
    var results = new ArrayList<>(Collections.nCopies(names.size(), (DeleteResult) new Deleted()));
    results.set(names.indexOf("b/2"), new Changed());
    assertThat(deleting.deleteIfUnchanged(lz, seen).join()).isEqualTo(results);
    assertThat(listed(lz, "b/")).extracting(StoredObject::key).containsExactly("b/2", "b/25");
  }

  @Test
  void keepsALaterUploadOfTheSameBytes() {
    StoredObject seen = put(lz, "a", "same bytes");
    var earlier =
        new StoredObject(
            "a", seen.size(), seen.etag(), seen.versionId(), seen.lastModified().minusSeconds(60));
    assertThat(store.deleteIfUnchanged(lz, List.of(earlier)).join()).containsExactly(new Changed());
    assertThat(store.head(new ObjectRef(lz, "a")).join()).contains(seen);
  }

  @Test
  void abortsOpenUploadsBelowAPrefix() {
    for (String key : List.of("a/1", "a/with space+1", "b/1")) {
      rig.client().createMultipartUpload(u -> u.bucket(dlz).key(key)).join();
    }
    store.abortUploads(dlz, "a/");
    assertThat(rig.client().listMultipartUploads(l -> l.bucket(dlz)).join().uploads())
        .extracting(MultipartUpload::key)
        .containsExactly("b/1");
    store.abortUploads(dlz, "none/");
  }

  @Test
  void abortsEveryUploadOfShortPages() {
    for (int i = 0; i < 5; i++) {
      String key = "a/" + i;
      rig.client().createMultipartUpload(u -> u.bucket(dlz).key(key)).join();
    }
    var client = new ShortPagesClient(rig.client(), 2);
    rig.storeBy(client).abortUploads(dlz, "a/");
    assertThat(rig.client().listMultipartUploads(l -> l.bucket(dlz)).join().uploads()).isEmpty();
  }
}
