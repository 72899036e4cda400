package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.datareload.store.ObjectStore.OpenUpload;
import org.datareload.store.QuirkyS3.Quirk;
import org.datareload.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The object store on a store with quirks. */
class QuirksTest {
  private final QuirkyS3 s3 = new QuirkyS3();
  private final StoreRig rig = StoreRig.open(StoreSettings.of(s3.endpoint(), "us-east-1", true));
  private ObjectStore store;

  @BeforeEach
  void makeBuckets() {
    s3.createBucket("lz");
    s3.createBucket("dlz");
    store = rig.store("lz", "dlz");
  }

  @AfterEach
  void close() {
    rig.close();
    s3.close();
  }

  @Test
  void tellsTheTimeByTheStoresClock() {
    s3.clockAhead(Duration.ofHours(5));
    assertThat(store.now("lz")).isAfter(Instant.now().plus(Duration.ofHours(4)));
  }

  @Test
  void warnsOnceWhereTheStoreDoesNotTellTheTime() {
    s3.clockAhead(Duration.ofHours(5));
    try (var log = LogLines.ofProgram()) {
      probe();
      assertThat(log.all()).doesNotContain("does not tell the time");
      s3.show(Quirk.NO_DATE);
      probe();
      assertThat(log.all()).containsOnlyOnce("Bucket lz: the store does not tell the time");
    }
    assertThat(store.now("lz")).isBefore(Instant.now().plus(Duration.ofMinutes(1)));
  }

  @Test
  void findsWhetherListingsAreLate() {
    assertThat(probe().traits()).isEqualTo(StoreTraits.USUAL);
    s3.listingLag(1);
    var late = probe().traits();
    assertThat(late.listsAtOnce()).isFalse();
    assertThat(late.listedEtags()).isTrue();
  }

  private StoreCapabilities probe() {
    return new StoreProbes(rig.client(), rig.limiter()).probe("lz", "reload.lz.bucket");
  }

  @Test
  void readsTheFirstBytesOfAnObject() {
    s3.put("lz", "a", "0123456789");
    s3.put("lz", "empty", "");
    assertThat(read("a", 4)).isEqualTo("0123");
    assertThat(read("a", 100)).isEqualTo("0123456789");
    assertThat(read("empty", 100)).isEmpty();
    assertThat(store.read(new ObjectRef("lz", "none"), 1).join()).isEmpty();
  }

  private String read(String key, int maxBytes) {
    return new String(store.read(new ObjectRef("lz", key), maxBytes).join().orElseThrow(), UTF_8);
  }

  @Test
  void findsOpenUploadsAndWhenTheyBegan() {
    var began = Instant.parse("2026-01-02T03:04:05Z");
    var id = s3.open("lz", "a/b c%41", began);
    s3.open("lz", "other", began);
    assertThat(store.openUploads("lz", "a/"))
        .containsExactly(new OpenUpload("a/b c%41", id, began));
  }

  @Test
  void findsAndAbortsNoUploadsWhereTheStoreDoesNotListThem() {
    s3.open("lz", "a", Instant.now());
    s3.refuse("ListMultipartUploads", 501, "NotImplemented", QuirkyS3.ALWAYS);
    assertThat(store.openUploads("lz", "")).isEmpty();
    store.abortUploads("lz", "");
    assertThat(s3.openUploads()).containsExactly("a");
  }

  @Test
  void failsAListingThatGoesOnWithoutAToken() {
    s3.show(Quirk.TRUNCATED_WITHOUT_TOKEN);
    assertListingFails("the store says that a listing goes on, but not from where");
  }

  @Test
  void failsAListingThatGoesOnFromTheSamePlace() {
    s3.show(Quirk.SAME_TOKEN_AGAIN);
    assertListingFails("the store says again and again that a listing goes on from the same place");
  }

  @Test
  void failsAListingWhosePagesLackEntries() {
    s3.show(Quirk.KEY_COUNT_TOO_HIGH);
    assertListingFails("the store says that a page of a listing has 4 entries, but sends 3");
  }

  private void assertListingFails(String reason) {
    putSeven();
    assertThatThrownBy(this::listed)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageStartingWith(reason)
        .hasMessageEndingWith("s3://lz/a/ could not be listed");
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED_WITHOUT_TOKEN", "SAME_TOKEN_AGAIN"})
  void failsAListingOfVersionsThatGoesOnWithoutANewMarker(Quirk quirk) {
    var versions =
        new StoreCapabilities(true, true, IfMatchStyle.QUOTED, true, true, true, StoreTraits.USUAL);
    store = new S3ObjectStore(rig.client(), rig.limiter(), rig.settings(), Map.of("lz", versions));
    putSeven();
    assertThat(listed()).hasSize(7);
    s3.show(quirk);
    assertThatThrownBy(this::listed)
        .isInstanceOf(StoreFailedException.class)
        .hasMessageStartingWith("the store says");
  }

  @Test
  void findsOpenUploadsOnEveryPageAndFailsWhereAPageIsWithoutAMarker() {
    s3.pageSize(2);
    for (int i = 0; i < 5; i++) {
      s3.open("lz", "a/" + i, Instant.now());
    }
    assertThat(store.openUploads("lz", "a/")).hasSize(5);
    s3.show(Quirk.TRUNCATED_WITHOUT_TOKEN);
    assertThatThrownBy(() -> store.openUploads("lz", "a/"))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageStartingWith("the store says that a listing goes on, but not from where");
    assertThatThrownBy(() -> store.abortUploads("lz", "a/"))
        .isInstanceOf(StoreFailedException.class);
    assertThat(s3.openUploads()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({"501, NotImplemented", "405, MethodNotAllowed", "403, AccessDenied", "400, Invalid"})
  void anyRefusalToListUploadsMeansThatNoneIsKnown(int status, String code) {
    s3.refuse("ListMultipartUploads", status, code, QuirkyS3.ALWAYS);
    assertThat(store.openUploads("lz", "")).isEmpty();
    store.abortUploads("lz", "");
  }

  @Test
  void asksAgainWhereAListingContradictsItselfOnce() {
    putSeven();
    s3.show(Quirk.TRUNCATED_WITHOUT_TOKEN);
    var lists = s3.count("ListObjectsV2");
    s3.onCall(
        call -> {
          if (s3.count("ListObjectsV2") > lists + 1) {
            s3.show();
          }
        });
    assertThat(listed()).hasSize(7);
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_TWICE_ON_A_PAGE", "UNSORTED_PAGES"})
  void listsEachObjectOnce(Quirk quirk) {
    putSeven();
    s3.show(quirk);
    assertThat(listed()).extracting(StoredObject::key).hasSize(7).doesNotHaveDuplicates();
  }

  private void putSeven() {
    s3.pageSize(3);
    for (int i = 0; i < 7; i++) {
      s3.put("lz", "a/" + i, "x");
    }
  }

  private List<StoredObject> listed() {
    var all = new ArrayList<StoredObject>();
    store.list("lz", "a/", all::addAll);
    return all;
  }

  @Test
  void signsByRenewedCredentialsOnceTheOldOnesExpired() {
    var now = new AtomicReference<>("old");
    var renewing =
        StoreRig.open(rig.settings(), () -> AwsBasicCredentials.create(now.get(), "secret"));
    s3.put("lz", "a", "x");
    s3.expire("old");
    s3.onCall(call -> now.set("new"));
    try (renewing;
        var blocking = renewing.openBlocking()) {
      assertThat(renewing.store().read(new ObjectRef("lz", "a"), 1).join()).isPresent();
      now.set("old");
      assertThat(blocking.headBucket(h -> h.bucket("lz")).sdkHttpResponse().isSuccessful())
          .isTrue();
    }
  }
}
