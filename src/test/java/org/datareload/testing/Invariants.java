package org.datareload.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;

/** What must hold for a dataset, whatever failed. The numbers are those of the guarantees. */
public final class Invariants {
  private final TestDataset dataset;
  private final List<Execution> executions;
  private final ReaderInvariants readers;
  private final List<StoredObject> lake;
  private final List<StoredObject> trash;
  private final List<StoredObject> landed;

  /** Below delete markers. */
  private final List<StoredObject> deleted;

  private Invariants(TestDataset dataset) {
    this.dataset = dataset;
    this.executions = dataset.executions();
    var listed = dataset.zones().list(lakeBucket(), dataset.prefix());
    this.readers = new ReaderInvariants(dataset, executions, listed);
    this.lake = listed.stream().filter(o -> !o.key().startsWith(dataset.prefix() + "_")).toList();
    this.trash = dataset.trash();
    this.landed = dataset.landed();
    this.deleted = dataset.zones().deleted(lakeBucket(), dataset.prefix());
  }

  /** Asserts what must hold at any time. */
  public static void always(TestDataset dataset) {
    new Invariants(dataset).always();
  }

  private void always() {
    nothingIsLost();
    readers.always();
    atMostOneIsActive();
    nothingGoesBack();
  }

  /** Asserts what must hold once nothing runs and no clean-up is due. */
  public static void quiet(TestDataset dataset) {
    var now = new Invariants(dataset);
    now.always();
    now.everythingEnded();
    now.eachExecutionHasOneMail();
    now.countsMatchFiles();
    now.readers.quiet();
    now.contentIsWhatWasPlanned();
    now.replacedContentIsWhereItWent();
    now.landingZoneHoldsWhatIsPending();
    now.noUploadIsOpen();
  }

  /** I1: each upload exists somewhere, unless its owner or later content replaced it. */
  private void nothingIsLost() {
    var uploads = dataset.uploads();
    for (int i = 0; i < uploads.size(); i++) {
      var upload = uploads.get(i);
      var overwritten =
          uploads.subList(i + 1, uploads.size()).stream()
              .anyMatch(later -> later.key().equals(upload.key()));
      assertThat(overwritten || exists(upload) || replaced(upload))
          .as("%s exists; landed %s, in the lake %s, in the trash %s", upload, landed, lake, trash)
          .isTrue();
    }
  }

  private boolean exists(StoredObject upload) {
    var name = upload.key().substring(upload.key().lastIndexOf('/'));
    return landed.stream()
            .anyMatch(o -> o.key().equals(upload.key()) && sameBytes(landing(), o, upload))
        || copied(lake, name, upload)
        || copied(trash, name, upload)
        || copied(deleted, name, upload);
  }

  private boolean copied(List<StoredObject> copies, String name, StoredObject upload) {
    return copies.stream()
        .anyMatch(o -> o.key().endsWith(name) && sameBytes(lakeBucket(), o, upload));
  }

  private boolean sameBytes(String bucket, StoredObject object, StoredObject upload) {
    return object.size() == upload.size()
        && dataset.sum(bucket, object).equals(dataset.sum(landing(), upload));
  }

  private boolean replaced(StoredObject upload) {
    var copies =
        dataset.rows(
            """
            SELECT e.id FROM file_copy c JOIN execution e ON e.id = c.execution_id
            WHERE c.source_key = ? AND c.source_etag = ? AND e.retired_to = 'deleted'
            """,
            upload.key(),
            upload.etag());
    return !copies.isEmpty();
  }

  /** I2, I4. */
  private void atMostOneIsActive() {
    assertThat(executions.stream().filter(e -> !e.status().isOver()).count())
        .isLessThanOrEqualTo(1);
    for (var e : executions) {
      if (e.committedAt() != null) {
        assertThat(e.status()).isIn(Status.COMMITTED, Status.PUBLISHED, Status.COMPLETED);
      }
    }
  }

  /** I4: compared with the previous check. */
  private void nothingGoesBack() {
    assertThat(executions.size())
        .as("executions")
        .isGreaterThanOrEqualTo((int) dataset.lastSeen("executions", executions.size()));
    var generation = dataset.dataset().generation();
    assertThat(generation)
        .as("live generation")
        .isGreaterThanOrEqualTo(dataset.lastSeen("generation", generation));
    for (var e : executions) {
      assertThat(e.fence())
          .as("fence of %s", e)
          .isGreaterThanOrEqualTo(dataset.lastSeen("fence " + e.id(), e.fence()));
      var step = e.status().ordinal();
      assertThat(step)
          .as("status of %s", e)
          .isGreaterThanOrEqualTo((int) dataset.lastSeen("status " + e.id(), step));
    }
  }

  /** I8: each live copy has the bytes of its source, multipart or not. */
  private void contentIsWhatWasPlanned() {
    var sums = new HashMap<String, String>();
    for (var row :
        dataset.rows(
            "SELECT source_etag || ' ' || target_key FROM file_copy WHERE execution_id = ?",
            String.valueOf(dataset.dataset().liveExecution()))) {
      var etag = row.substring(0, row.indexOf(' '));
      sums.put(row.substring(etag.length() + 1), etag);
    }
    var kept = dataset.replacedKeys("kept");
    for (var copy : lake.stream().filter(object -> !kept.contains(object.key())).toList()) {
      var planned = sums.get(copy.key());
      assertThat(planned.contains("-") ? copy.etag() : dataset.sum(lakeBucket(), copy))
          .as("bytes of %s", copy)
          .isEqualTo(planned);
    }
  }

  private void replacedContentIsWhereItWent() {
    var expected = new HashSet<String>();
    var prefix = dataset.prefix();
    for (var row :
        dataset.rows(
            """
            SELECT e.retired_by || ' ' || c.target_key
            FROM file_copy c JOIN execution e ON e.id = c.execution_id
            WHERE e.dataset_id = ? AND e.retired_to = 'trash' AND e.trash_emptied_at IS NULL
            """,
            dataset.dataset().id())) {
      var parts = row.split(" ", 2);
      expected.add("_trash/" + prefix + parts[0] + "/" + parts[1].substring(prefix.length()));
    }
    assertThat(trash.stream().map(StoredObject::key).toList())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(deleted.stream().map(StoredObject::key).toList())
        .containsAll(dataset.replacedKeys("versions"));
  }

  /** I7: each object has its pending file, each pending file its object. */
  private void landingZoneHoldsWhatIsPending() {
    var pending =
        dataset.rows(
            "SELECT object_key || ' ' || etag FROM file WHERE dataset_id = ? AND status = 'pending'"
                + " AND landed_key = object_key",
            dataset.dataset().id());
    assertThat(landed.stream().map(o -> o.key() + " " + o.etag()).toList())
        .containsExactlyInAnyOrderElementsOf(pending);
    assertThat(pending).hasSameSizeAs(dataset.files("pending"));
  }

  /** I7: except those that users are about to complete. */
  private void noUploadIsOpen() {
    assertThat(dataset.zones().openUploads("")).isEmpty();
    var requested =
        dataset.rows(
            "SELECT object_key FROM upload WHERE dataset_id = ? AND store_id IS NOT NULL",
            dataset.dataset().id());
    assertThat(requested).containsAll(dataset.zones().openUploads(landing(), dataset.prefix()));
  }

  /** I9. */
  private void everythingEnded() {
    assertThat(executions).allMatch(e -> e.status().isOver());
    assertThat(dataset.files("processing")).isEmpty();
  }

  /** I6. */
  private void eachExecutionHasOneMail() {
    var expected = executions.stream().map(e -> e.id() + " " + e.status().shown()).toList();
    var mails =
        dataset.rows(
            "SELECT execution_id || ' ' || kind FROM mail WHERE dataset_id = ?"
                + " AND execution_id IS NOT NULL",
            dataset.dataset().id());
    assertThat(mails).containsExactlyInAnyOrderElementsOf(expected);
  }

  private void countsMatchFiles() {
    var id = dataset.dataset().id();
    var counts = dataset.datasets().counts(id);
    for (var status : List.of("pending", "processing", "completed", "deleted", "superseded")) {
      var count = counts.of(status);
      assertThat(count.files() + " " + count.bytes())
          .as(status)
          .isEqualTo(
              dataset
                  .rows(
                      "SELECT COUNT(*) || ' ' || COALESCE(SUM(size_bytes), 0) FROM file"
                          + " WHERE dataset_id = ? AND status = ?",
                      id,
                      status)
                  .get(0));
    }
  }

  private String landing() {
    return dataset.zones().zones().landing();
  }

  private String lakeBucket() {
    return dataset.zones().zones().lake();
  }
}
