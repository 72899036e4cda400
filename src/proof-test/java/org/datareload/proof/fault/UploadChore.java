package org.datareload.proof.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.datareload.landing.LandingZone;
import org.datareload.landing.NewUpload;
import org.datareload.landing.Upload;
import org.datareload.landing.UploadSql;
import org.datareload.landing.Uploads;
import org.datareload.store.ObjectStore;
import org.datareload.store.Presigner;
import org.datareload.store.StoreSettings;
import org.datareload.testing.TestProcess;

/** A user prepares two uploads, one of them multipart, and repeats that without a response. */
final class UploadChore extends Chore {
  private static final int SINGLE = 10;
  private static final int PART = 5 << 20;
  private final Presigner presigner;
  private final List<Upload> prepared = new ArrayList<>();

  UploadChore(RunContract contract, int number) {
    super(contract, number);
    var store =
        new StoreSettings(URI.create("http://127.0.0.1:9"), "us-east-1", true, 1, PART, PART);
    presigner = Presigner.open(store, store.endpoint(), Duration.ofMinutes(1));
  }

  private Uploads uploads(TestProcess process) {
    return new Uploads(
        process.jdbi().onDemand(UploadSql.class),
        process.bean(ObjectStore.class),
        presigner,
        process.bean(LandingZone.class),
        new Uploads.Sizes(SINGLE, PART, Duration.ofDays(1)),
        landing());
  }

  @Override
  void run(TestProcess process) {
    prepare(process);
  }

  private void prepare(TestProcess process) {
    var files =
        List.of(
            new NewUpload("small.csv", content().length(), "text/csv"),
            new NewUpload("large.csv", SINGLE + 1L, null));
    prepared.addAll(uploads(process).prepare(dataset.dataset(), "ann", files));
  }

  private String content() {
    return "number " + number % 100;
  }

  @Override
  void repeat() {
    if (prepared.isEmpty()) {
      prepare(healthy);
    }
    var small = prepared.get(0);
    dataset.putAt(small.key(), content().getBytes(UTF_8));
    assertThat(uploads(healthy).complete(List.of(small))).isEmpty();
    uploads(healthy).abort(List.of(prepared.get(1)));
    // Unknown uploads are given up when they expire.
    dataset.execute("UPDATE upload SET created_at = " + PAST);
    uploads(healthy).sweep();
  }

  @Override
  void check() {
    assertThat(dataset.files("pending")).hasSize(number).containsOnly("small.csv");
    assertThat(dataset.rows("SELECT id FROM upload")).isEmpty();
    assertThat(contract.zones.openUploads(landing(), "")).isEmpty();
  }

  @Override
  public void close() {
    presigner.close();
  }
}
