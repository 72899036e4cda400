package org.datareload.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.dataset.Replaced;
import org.datareload.execution.Acceptance;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.Execution;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.Executions;
import org.datareload.execution.Status;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.core.Jdbi;

/** A dataset of type csv in a database and two zones, with what users do to it. */
public final class TestDataset {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAST = "TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00+00'";

  private final TestZones zones;
  private final Map<String, String> sums = new ConcurrentHashMap<>();
  private final Jdbi jdbi;
  private final String id;
  private final DatasetName name;
  private final Datasets datasets;
  private final Executions executions;
  private final List<StoredObject> uploads;
  private final Map<String, Long> seen;
  private int triggers;

  public TestDataset(TestDatabase database, TestZones zones, String name) {
    this(database, zones, name, Replaced.TRASH);
  }

  public TestDataset(TestDatabase database, TestZones zones, String name, Replaced replaced) {
    this(
        database,
        zones,
        new DatasetName("sales", name),
        new ArrayList<>(),
        new HashMap<>(),
        replaced);
  }

  private TestDataset(
      TestDatabase database,
      TestZones zones,
      DatasetName name,
      List<StoredObject> uploads,
      Map<String, Long> seen,
      Replaced replaced) {
    this.zones = zones;
    this.jdbi = database.jdbi();
    this.name = name;
    this.uploads = uploads;
    this.seen = seen;
    this.datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    this.executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    this.id = datasets.find(name).orElseGet(() -> create(replaced)).id();
  }

  private Dataset create(Replaced replaced) {
    var people = List.of("ann@example.org");
    return datasets.create(
        new NewDataset(
            name.domain(),
            name.name(),
            "csv",
            "reload",
            DatasetSettings.of(people).withReplaced(replaced)));
  }

  /** The same dataset and uploads in a copy of the database. */
  public TestDataset in(TestDatabase copy) {
    return new TestDataset(copy, zones, name, uploads, seen, Replaced.TRASH);
  }

  public Dataset dataset() {
    return datasets.findById(id).orElseThrow();
  }

  /** Changes the dataset's settings. */
  public void change(UnaryOperator<DatasetSettings> change) {
    datasets.update(id, change).orElseThrow();
  }

  public Datasets datasets() {
    return datasets;
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  public TestZones zones() {
    return zones;
  }

  /** The prefix of all keys of the dataset. */
  public String prefix() {
    return name.prefix();
  }

  public String folder() {
    return prefix() + "upload_date=1700000000/ann/csv/";
  }

  /** All uploads of data files in order, except those given up. */
  public List<StoredObject> uploads() {
    synchronized (uploads) {
      return List.copyOf(uploads);
    }
  }

  /** Stores a number and returns the previous one, 0 the first time. */
  long lastSeen(String what, long now) {
    synchronized (seen) {
      var before = seen.put(what, now);
      return before == null ? 0 : before;
    }
  }

  /** Uploads a file into {@link #folder()} and returns its key. */
  public String put(String name, String content) {
    return put(name, content.getBytes(UTF_8));
  }

  public String put(String name, byte[] content) {
    return putAt(folder() + name, content);
  }

  public String putAt(String key, byte[] content) {
    var object = zones.put(zones.zones().landing(), key, content);
    synchronized (uploads) {
      uploads.add(object);
    }
    return object.key();
  }

  /** Uploads a trigger file with new content and returns its event. */
  public String trigger() {
    return trigger(Integer.toString(++triggers));
  }

  public String trigger(String content) {
    return triggerIn(folder(), content);
  }

  public String triggerIn(String folder, String content) {
    zones.write(zones.zones().landing(), folder + "_SUCCESS", content.getBytes(UTF_8));
    return event(folder + "_SUCCESS");
  }

  /** Deletes an object of the landing zone, which need not exist any longer. */
  public void remove(String key) {
    zones.store().delete(zones.zones().landing(), List.of(key)).join();
    synchronized (uploads) {
      uploads.removeIf(upload -> upload.key().equals(key));
    }
  }

  /** Notes that an upload was deleted on purpose and need not exist any longer. */
  public void giveUp(String key, String etag) {
    synchronized (uploads) {
      for (int i = uploads.size() - 1; i >= 0; i--) {
        if (uploads.get(i).key().equals(key) && uploads.get(i).etag().equals(etag)) {
          // It had overwritten the earlier uploads of the key.
          uploads.subList(0, i + 1).removeIf(upload -> upload.key().equals(key));
          return;
        }
      }
    }
  }

  /** One notification with a record for each key. */
  public String event(String... keys) {
    return Arrays.stream(keys)
        .map(
            key ->
                """
                {"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
                 "eventTime":"2026-01-02T03:04:05.000Z",
                 "s3":{"bucket":{"name":"%s"},"object":{"key":"%s","size":1,"sequencer":"01"}}}
                """
                    .formatted(zones.zones().landing(), URLEncoder.encode(key, UTF_8)))
        .collect(joining(",", "{\"Records\":[", "]}"));
  }

  /** All executions, oldest first. */
  public List<Execution> executions() {
    var page = new ArrayList<>(executions.page(id, null, null, 10_000));
    Collections.reverse(page);
    return page;
  }

  public Execution newest() {
    var all = executions();
    return all.get(all.size() - 1);
  }

  /** Expires the leases of all processes. */
  public void expireLeases() {
    execute("UPDATE execution SET lease_until = " + PAST + " WHERE lease_until IS NOT NULL");
  }

  /** Lets eleven minutes pass since the commit, after which a process gives up on retiring. */
  public void expireRetirement() {
    execute(
        "UPDATE execution SET committed_at = committed_at - INTERVAL '11' MINUTE"
            + " WHERE active_dataset IS NOT NULL");
  }

  /** Whether the running execution waits to be looked at again; a lease lasts ten minutes. */
  public boolean isPaused() {
    return !rows(
            "SELECT id FROM execution WHERE active_dataset = ? AND status = 'ACCEPTED'"
                + " AND attempts > 0"
                + " AND lease_until < CURRENT_TIMESTAMP + INTERVAL '6' MINUTE",
            id)
        .isEmpty();
  }

  /** Makes the executions so far ones whose drops are not known: any later drop is loaded. */
  public void forgetDrops() {
    execute("UPDATE execution SET dropped_at = NULL WHERE active_dataset IS NULL");
  }

  /** Lets an hour pass since the running execution was first driven. */
  public void ageRunning() {
    execute(
        "UPDATE execution SET started_at = started_at - INTERVAL '1' HOUR"
            + " WHERE active_dataset IS NOT NULL");
  }

  /** Makes the running execution one that was accepted after everything that was dropped. */
  public void acceptLater() {
    execute(
        "UPDATE execution SET accepted_at = accepted_at + INTERVAL '1' HOUR"
            + " WHERE active_dataset IS NOT NULL");
  }

  /** Makes all outstanding clean-up due. */
  public void makeCleanUpDue() {
    execute(
        "UPDATE execution SET lease_until = NULL, cleanup_at = "
            + PAST
            + " WHERE cleanup_at IS NOT NULL");
  }

  /** Makes all clean-up due and lets the process do it until none is left. */
  public void cleanUp(TestProcess process) {
    for (int round = 0; round < 4; round++) {
      makeCleanUpDue();
      process.send("direct:clean-up-executions", null);
    }
  }

  /** Expires the marks of deletions in progress. */
  public void expireDeletions() {
    execute("UPDATE file SET deleting_until = " + PAST + " WHERE deleting_until IS NOT NULL");
  }

  /** Requests an execution as the user bob. */
  public Acceptance accept(TestProcess process, ExecutionRequest.Trigger trigger) {
    return process.bean(Executions.class).accept(new ExecutionRequest(id, "bob", trigger));
  }

  /** Uploads files of the same content and sends the event of a new trigger file. */
  public void trigger(TestProcess process, String content, String... names) {
    for (var name : names) {
      put(name, content);
    }
    assertThat(process.send("direct:accept-notification", trigger())).isNull();
  }

  /** The same, and lets the process complete the execution. */
  public Execution load(TestProcess process, String content, String... names) {
    trigger(process, content, names);
    process.drive();
    var done = newest();
    assertThat(done.status()).as("%s", done.reason()).isEqualTo(Status.COMPLETED);
    return done;
  }

  /** Executes an SQL statement. */
  public void execute(String sql, Object... parameters) {
    jdbi.useHandle(handle -> handle.execute(sql, parameters));
  }

  /** The names of the files with this status. */
  public List<String> files(String status) {
    return rows(
        "SELECT name FROM file WHERE dataset_id = ? AND status = ? ORDER BY id", id, status);
  }

  /** The first column of a query's rows. */
  public List<String> rows(String sql, Object... parameters) {
    return jdbi.withHandle(handle -> handle.select(sql, parameters).mapTo(String.class).list());
  }

  /** The kinds of the mails about executions, oldest first. */
  public List<String> mails() {
    return rows(
        "SELECT kind FROM mail WHERE dataset_id = ? AND execution_id IS NOT NULL ORDER BY id", id);
  }

  public JsonNode manifest() {
    try {
      return JSON.readTree(zones.text(zones.zones().lake(), prefix() + "_manifest/current.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<String> symlinks() {
    return zones
        .text(zones.zones().lake(), prefix() + "_symlink_format_manifest/manifest")
        .lines()
        .toList();
  }

  /** The text of each file that the manifest names, by file name. */
  public Map<String, String> content() {
    var keys = new ArrayList<String>();
    manifest().get("files").forEach(file -> keys.add(file.get("key").textValue()));
    return texts(keys);
  }

  /** The text of each file that an execution moved to the trash, by file name. */
  public Map<String, String> trashed(String retiredBy) {
    var trash = zones.list(zones.zones().lake(), "_trash/" + prefix() + retiredBy + "/");
    return texts(trash.stream().map(StoredObject::key).toList());
  }

  /** The text of each file that an execution replaced and that can be restored, by file name. */
  public Map<String, String> replacedBy(String retiredBy) {
    var keys =
        rows(
            """
            SELECT c.target_key FROM file_copy c JOIN execution e ON e.id = c.execution_id
            WHERE e.retired_by = ? AND e.trash_emptied_at IS NULL
            """,
            retiredBy);
    return switch (rows("SELECT retired_to FROM execution WHERE retired_by = ?", retiredBy)
        .get(0)) {
      case "trash" -> trashed(retiredBy);
      case "kept" -> texts(keys);
      default -> deletedTexts(keys);
    };
  }

  private Map<String, String> deletedTexts(List<String> keys) {
    var lake = zones.zones().lake();
    var texts = new TreeMap<String, String>();
    for (var version : zones.deleted(lake, prefix())) {
      if (keys.contains(version.key())) {
        var bytes = zones.bytes(lake, version.key(), version.versionId());
        var name = version.key().substring(version.key().lastIndexOf('/') + 1);
        texts.put(name, new String(bytes, UTF_8));
      }
    }
    return texts;
  }

  private Map<String, String> texts(List<String> keys) {
    var texts = new TreeMap<String, String>();
    for (var key : keys) {
      texts.put(key.substring(key.lastIndexOf('/') + 1), zones.text(zones.zones().lake(), key));
    }
    return texts;
  }

  /** The objects in the landing zone except trigger files. */
  public List<StoredObject> landed() {
    return zones.list(zones.zones().landing(), prefix()).stream()
        .filter(object -> !object.key().endsWith("/_SUCCESS"))
        .toList();
  }

  /** The keys of content that was replaced, went there, and can be restored. */
  List<String> replacedKeys(String retiredTo) {
    return rows(
        """
        SELECT c.target_key FROM file_copy c JOIN execution e ON e.id = c.execution_id
        WHERE e.dataset_id = ? AND e.retired_to = ? AND e.trash_emptied_at IS NULL
        """,
        id,
        retiredTo);
  }

  /** The objects that readers of the prefix see. */
  public List<StoredObject> lake() {
    return zones.list(zones.zones().lake(), prefix()).stream()
        .filter(object -> !object.key().startsWith(prefix() + "_"))
        .toList();
  }

  /** The MD5 of an object: its ETag, or computed where it was a multipart upload; cached. */
  String sum(String bucket, StoredObject object) {
    if (!object.etag().contains("-")) {
      return object.etag();
    }
    return sums.computeIfAbsent(
        bucket + object, read -> md5(zones.bytes(bucket, object.key(), object.versionId())));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public List<StoredObject> trash() {
    return zones.list(zones.zones().lake(), "_trash/" + prefix());
  }
}
