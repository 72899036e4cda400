package org.datareload.testing;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datareload.execution.Execution;
import org.datareload.store.StoredObject;

/** What readers of a dataset's manifests and of its prefix must find, whatever failed. */
final class ReaderInvariants {
  private final TestDataset dataset;
  private final List<Execution> committed;
  private final Map<String, StoredObject> lake;
  private final Set<String> manifests;

  /**
   * @param listed all objects under the dataset's prefix in the lake
   */
  ReaderInvariants(TestDataset dataset, List<Execution> executions, List<StoredObject> listed) {
    this.dataset = dataset;
    this.committed = executions.stream().filter(e -> e.committedAt() != null).toList();
    this.lake = listed.stream().collect(toMap(StoredObject::key, identity()));
    this.manifests = new HashSet<>(lake.keySet());
    manifests.removeIf(key -> !key.startsWith(dataset.prefix() + "_"));
    lake.keySet().removeAll(manifests);
  }

  void always() {
    manifestNamesOneExecution();
    symlinksNameOneExecution();
    oneGenerationIsComplete();
  }

  /** I3, I4, I8: it names exactly what one execution planned, and all of it exists. */
  private void manifestNamesOneExecution() {
    if (!exists("_manifest/current.json")) {
      assertThat(dataset.lastSeen("manifest", 0))
          .as("last seen generation without a manifest")
          .isZero();
      return;
    }
    var manifest = dataset.manifest();
    var generation = manifest.get("generation").longValue();
    assertThat(generation)
        .as("generation of the manifest")
        .isGreaterThanOrEqualTo(dataset.lastSeen("manifest", generation));
    var named = new HashSet<String>();
    for (var file : manifest.get("files")) {
      var key = file.get("key").textValue();
      named.add(describe(key, file.get("size").longValue(), file.get("etag").textValue()));
    }
    assertThat(existing()).as("objects in the lake").containsAll(named);
    assertThat(named)
        .as("objects of the manifest")
        .containsExactlyInAnyOrderElementsOf(planned(manifest.get("execution").textValue()));
  }

  private void symlinksNameOneExecution() {
    if (!exists("_symlink_format_manifest/manifest")) {
      return;
    }
    var keys = symlinkKeys();
    var executions = keys.stream().map(ReaderInvariants::execution).distinct().toList();
    assertThat(executions).as("executions of the symlinks").hasSize(1);
    assertThat(lake.keySet()).as("objects in the lake").containsAll(keys);
    assertThat(keys).containsExactlyInAnyOrderElementsOf(targets(executions.get(0)));
  }

  /** A key in the lake names its execution below the file type. */
  private static String execution(String key) {
    return key.split("/")[5];
  }

  /** I5: readers of the prefix find all of the live content or all of the one before it. */
  private void oneGenerationIsComplete() {
    if (committed.isEmpty()) {
      return;
    }
    var existing = existing();
    assertThat(committed).as("one complete in %s", existing).anyMatch(e -> isComplete(e, existing));
  }

  private boolean isComplete(Execution execution, Set<String> existing) {
    var planned = planned(execution.id());
    return !planned.isEmpty() && existing.containsAll(planned);
  }

  /** Both manifests name the live content; without one, nothing was ever committed. */
  void quiet() {
    var now = dataset.dataset();
    assertThat(exists("_manifest/current.json")).isEqualTo(now.liveExecution() != null);
    assertThat(exists("_symlink_format_manifest/manifest")).isEqualTo(now.liveExecution() != null);
    if (now.liveExecution() == null) {
      assertThat(committed).as("committed executions without live content").isEmpty();
      assertThat(lake).isEmpty();
      return;
    }
    var manifest = dataset.manifest();
    assertThat(manifest.get("generation").longValue()).isEqualTo(now.generation());
    assertThat(manifest.get("execution").textValue()).isEqualTo(now.liveExecution());
    assertThat(symlinkKeys()).containsExactlyInAnyOrderElementsOf(targets(now.liveExecution()));
    var expected = new HashSet<>(targets(now.liveExecution()));
    expected.addAll(dataset.replacedKeys("kept"));
    assertThat(lake.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(committed).last().extracting(Execution::id).isEqualTo(now.liveExecution());
    assertThat(committed)
        .allSatisfy(e -> assertThat(e.copied()).isEqualTo(e.planned()))
        .allSatisfy(e -> assertThat(e.planned().files()).isPositive());
  }

  private List<String> symlinkKeys() {
    var bucket = "s3://" + dataset.zones().zones().lake() + "/";
    return dataset.symlinks().stream().map(uri -> uri.substring(bucket.length())).toList();
  }

  private Set<String> existing() {
    var existing = new HashSet<String>();
    lake.values().forEach(o -> existing.add(describe(o.key(), o.size(), o.etag())));
    return existing;
  }

  private static String describe(String key, long size, String etag) {
    return size + " " + etag + " " + key;
  }

  private List<String> planned(String execution) {
    return dataset.rows(
        "SELECT size_bytes || ' ' || target_etag || ' ' || target_key FROM file_copy"
            + " WHERE execution_id = ?",
        execution);
  }

  private List<String> targets(String execution) {
    return dataset.rows("SELECT target_key FROM file_copy WHERE execution_id = ?", execution);
  }

  private boolean exists(String name) {
    return manifests.contains(dataset.prefix() + name);
  }
}
