package org.datareload;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datareload.execution.Execution;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;

/** What must hold of a dataset, whatever failed. */
public final class Invariants {
  private final TestDataset dataset;
  private final List<Execution> executions;
  private final Set<String> hidden;
  private final Map<String, StoredObject> lake;
  private final List<StoredObject> trash;
  private final List<StoredObject> landed;

  private Invariants(TestDataset dataset) {
    this.dataset = dataset;
    this.executions = dataset.executions();
    var zones = dataset.zones();
    var all = zones.list(zones.zones().lake(), dataset.prefix());
    this.hidden =
        all.stream()
            .map(StoredObject::key)
            .filter(key -> key.startsWith(dataset.prefix() + "_"))
            .collect(toSet());
    this.lake =
        all.stream()
            .filter(object -> !hidden.contains(object.key()))
            .collect(toMap(StoredObject::key, identity()));
    this.trash = dataset.trash();
    this.landed = dataset.landed();
  }

  /** At every instant. */
  public static void always(TestDataset dataset) {
    new Invariants(dataset).always();
  }

  private void always() {
    nothingIsLost();
    manifestsNameWhatIsThere();
    aWholeGenerationIsThere();
    oneIsActiveAtMost();
  }

  /** Once nothing runs and no clean-up is due. */
  public static void quiet(TestDataset dataset) {
    var now = new Invariants(dataset);
    now.always();
    RecordInvariants.quiet(dataset);
    now.manifestsAreTheLiveOnes();
    now.lakeIsTheLiveGeneration();
    now.trashIsWhatWasReplaced();
    now.landingZoneIsWhatIsPending();
  }

  /** I1: each upload is somewhere, unless its owner or a later content replaced it. */
  private void nothingIsLost() {
    var uploads = dataset.uploads();
    for (int i = 0; i < uploads.size(); i++) {
      var upload = uploads.get(i);
      var overwritten =
          uploads.subList(i + 1, uploads.size()).stream()
              .anyMatch(later -> later.key().equals(upload.key()));
      assertThat(overwritten || stands(upload) || replaced(upload))
          .as("%s is somewhere, %s landed, %s in the lake", upload, landed, lake.keySet())
          .isTrue();
    }
  }

  private boolean stands(StoredObject upload) {
    var name = upload.key().substring(upload.key().lastIndexOf('/'));
    var copies = new ArrayList<>(lake.values());
    copies.addAll(trash);
    return landed.stream().anyMatch(o -> o.key().equals(upload.key()) && sameBytes(o, upload))
        || copies.stream().anyMatch(o -> o.key().endsWith(name) && sameBytes(o, upload));
  }

  private static boolean sameBytes(StoredObject one, StoredObject other) {
    return one.size() == other.size()
        && (one.etag().equals(other.etag()) || one.etag().contains("-"));
  }

  private boolean replaced(StoredObject upload) {
    var copies =
        dataset.rows(
            """
            SELECT e.id FROM file_copy c JOIN execution e ON e.id = c.execution_id
            WHERE c.source_key = ? AND c.source_etag = ? AND e.retired_by IS NOT NULL
            """,
            upload.key(),
            upload.etag());
    return dataset.dataset().skipTrash() && !copies.isEmpty();
  }

  /** I3, I8: each manifest names objects of one execution, and all of them are there. */
  private void manifestsNameWhatIsThere() {
    if (!exists("_manifest/current.json")) {
      return;
    }
    var manifest = dataset.manifest();
    var execution = manifest.get("execution").textValue();
    for (var file : manifest.get("files")) {
      var key = file.get("key").textValue();
      var object = lake.get(key);
      assertThat(object).as("%s of the manifest", key).isNotNull();
      assertThat(key).contains("/" + execution + "/");
      assertThat(object.etag()).isEqualTo(file.get("etag").textValue());
      assertThat(object.size()).isEqualTo(file.get("size").longValue());
    }
    if (exists("_symlink_format_manifest/manifest")) {
      assertThat(lake.keySet()).containsAll(symlinkKeys());
    }
  }

  private List<String> symlinkKeys() {
    var bucket = "s3://" + dataset.zones().zones().lake() + "/";
    return dataset.symlinks().stream().map(uri -> uri.substring(bucket.length())).toList();
  }

  /** I5: readers of the prefix find every file of the live content, or of the one before it. */
  private void aWholeGenerationIsThere() {
    var committed = executions.stream().filter(e -> e.committedAt() != null).toList();
    if (committed.isEmpty()) {
      return;
    }
    assertThat(committed).anySatisfy(e -> assertThat(lake.keySet()).containsAll(targets(e.id())));
  }

  /** I2, I4. */
  private void oneIsActiveAtMost() {
    assertThat(executions.stream().filter(e -> !e.status().isOver()).count())
        .isLessThanOrEqualTo(1);
    for (var e : executions) {
      if (e.committedAt() != null) {
        assertThat(e.status()).isIn(Status.COMMITTED, Status.PUBLISHED, Status.COMPLETED);
      }
    }
  }

  private void manifestsAreTheLiveOnes() {
    var now = dataset.dataset();
    assertThat(exists("_manifest/current.json")).isEqualTo(now.liveExecution() != null);
    if (now.liveExecution() == null) {
      return;
    }
    var manifest = dataset.manifest();
    assertThat(manifest.get("generation").longValue()).isEqualTo(now.generation());
    assertThat(manifest.get("execution").textValue()).isEqualTo(now.liveExecution());
    assertThat(symlinkKeys()).containsExactlyInAnyOrderElementsOf(targets(now.liveExecution()));
    var completed = executions.stream().filter(e -> e.status() == Status.COMPLETED).toList();
    assertThat(completed).last().extracting(Execution::id).isEqualTo(now.liveExecution());
    assertThat(completed)
        .allSatisfy(e -> assertThat(e.copied()).isEqualTo(e.planned()))
        .allSatisfy(e -> assertThat(e.planned().files()).isPositive());
  }

  /** I7, I8, I10. */
  private void lakeIsTheLiveGeneration() {
    var live = dataset.dataset().liveExecution();
    assertThat(lake.keySet())
        .containsExactlyInAnyOrderElementsOf(live == null ? List.of() : targets(live));
    assertThat(dataset.zones().openUploads("")).isEmpty();
    for (var wrong :
        dataset.rows(
            """
            SELECT target_key FROM file_copy WHERE execution_id = ? AND target_etag <> source_etag
              AND target_etag NOT LIKE '%-%'
            """,
            String.valueOf(live))) {
      throw new AssertionError(wrong + " is not what was planned");
    }
  }

  private void trashIsWhatWasReplaced() {
    var wanted = new HashSet<String>();
    var prefix = dataset.prefix();
    for (var e : executions) {
      if (e.retiredBy() != null && !dataset.dataset().skipTrash()) {
        for (var key : targets(e.id())) {
          wanted.add("_trash/" + prefix + e.retiredBy() + "/" + key.substring(prefix.length()));
        }
      }
    }
    assertThat(trash.stream().map(StoredObject::key).toList())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** I7: each object has its pending file, each pending file its object. */
  private void landingZoneIsWhatIsPending() {
    var pending =
        dataset.rows(
            "SELECT object_key || ' ' || etag FROM file WHERE dataset_id = ? AND status = 'pending'"
                + " AND landed_key = object_key",
            dataset.dataset().id());
    assertThat(landed.stream().map(o -> o.key() + " " + o.etag()).toList())
        .containsExactlyInAnyOrderElementsOf(pending);
    assertThat(pending).hasSameSizeAs(dataset.files("pending"));
  }

  private List<String> targets(String execution) {
    return dataset.rows("SELECT target_key FROM file_copy WHERE execution_id = ?", execution);
  }

  private boolean exists(String name) {
    return hidden.contains(dataset.prefix() + name);
  }
}
