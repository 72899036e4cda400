package org.datareload.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.DatasetSql;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.AcceptanceSql;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.store.StoredObject;
import org.datareload.store.TestZones;
import org.datareload.testing.TestDatabases.TestDatabase;
import org.jdbi.v3.core.Jdbi;

/** A dataset of type csv in a database and two zones, and all that people do to it. */
public final class TestDataset extends TestView {
  private final Jdbi jdbi;
  private final String id;
  private final DatasetName name;
  private final Datasets datasets;
  private final Executions executions;
  private final List<StoredObject> uploads;
  private final Map<String, Long> seen;
  private int triggers;

  public TestDataset(TestDatabase database, TestZones zones, String name, boolean skipTrash) {
    this(
        database,
        zones,
        new DatasetName("sales", name),
        new ArrayList<>(),
        new HashMap<>(),
        skipTrash);
  }

  private TestDataset(
      TestDatabase database,
      TestZones zones,
      DatasetName name,
      List<StoredObject> uploads,
      Map<String, Long> seen,
      boolean skipTrash) {
    super(zones);
    this.jdbi = database.jdbi();
    this.name = name;
    this.uploads = uploads;
    this.seen = seen;
    this.datasets = new Datasets(jdbi.onDemand(DatasetSql.class));
    this.executions = new Executions(jdbi.onDemand(AcceptanceSql.class));
    this.id = datasets.find(name).orElseGet(() -> create(skipTrash)).id();
  }

  private Dataset create(boolean skipTrash) {
    var people = List.of("ann@example.org");
    return datasets.create(
        new NewDataset(name.domain(), name.name(), "csv", "reload", "", people, skipTrash));
  }

  /** The same dataset and uploads, as a copy of the database has it. */
  public TestDataset in(TestDatabase copy) {
    return new TestDataset(copy, zones, name, uploads, seen, false);
  }

  public Dataset dataset() {
    return datasets.findById(id).orElseThrow();
  }

  public Datasets datasets() {
    return datasets;
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public String prefix() {
    return name.prefix();
  }

  public String folder() {
    return prefix() + "upload_date=1700000000/ann/csv/";
  }

  /** Every data file that was uploaded, in order. */
  public List<StoredObject> uploads() {
    synchronized (uploads) {
      return List.copyOf(uploads);
    }
  }

  /** What a number was when it was last looked at, 0 at first; it is remembered as it is now. */
  long lastSeen(String what, long now) {
    synchronized (seen) {
      var before = seen.put(what, now);
      return before == null ? 0 : before;
    }
  }

  /** Uploads a file into the folder and returns its key. */
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

  /** Uploads a trigger file unlike all before it, and returns the event of it. */
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

  /** Deletes an object of the landing zone; it is no longer looked for. */
  public void remove(String key) {
    zones.store().delete(zones.zones().landing(), List.of(key)).join();
    synchronized (uploads) {
      uploads.removeIf(upload -> upload.key().equals(key));
    }
  }

  /** An object of the landing zone was deleted on purpose; it is no longer looked for. */
  public void gaveUp(String key, String etag) {
    synchronized (uploads) {
      for (int i = uploads.size() - 1; i >= 0; i--) {
        if (uploads.get(i).key().equals(key) && uploads.get(i).etag().equals(etag)) {
          // What it had overwritten was gone before.
          uploads.subList(0, i + 1).removeIf(upload -> upload.key().equals(key));
          return;
        }
      }
    }
  }

  /** One message that tells of all these keys. */
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

  /** Oldest first. */
  public List<Execution> executions() {
    var page = new ArrayList<>(executions.page(id, null, null, 10_000));
    Collections.reverse(page);
    return page;
  }

  public Execution newest() {
    var all = executions();
    return all.get(all.size() - 1);
  }

  /** Lets the leases of all processes lapse. */
  public void expireLeases() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE execution SET lease_until = TIMESTAMP WITH TIME ZONE"
                    + " '2020-01-01 00:00:00+00' WHERE lease_until IS NOT NULL"));
  }

  /** Makes all clean-up due, and lets the process do it, until none is left. */
  public void cleanUp(TestProcess process) {
    for (int round = 0; round < 4; round++) {
      jdbi.useHandle(
          handle ->
              handle.execute(
                  "UPDATE execution SET lease_until = NULL, cleanup_at = TIMESTAMP WITH TIME ZONE"
                      + " '2020-01-01 00:00:00+00' WHERE cleanup_at IS NOT NULL"));
      process.send("direct:clean-up-executions", null);
    }
  }

  /** The names of the files of this status. */
  public List<String> files(String status) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT name FROM file WHERE dataset_id = :id AND status = :status ORDER BY id")
                .bind("id", id)
                .bind("status", status)
                .mapTo(String.class)
                .list());
  }

  /** The first column of what a query finds. */
  public List<String> rows(String sql, Object... parameters) {
    return jdbi.withHandle(handle -> handle.select(sql, parameters).mapTo(String.class).list());
  }

  public List<String> mails() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT kind FROM mail WHERE dataset_id = :id AND execution_id IS NOT NULL"
                        + " ORDER BY id")
                .bind("id", id)
                .mapTo(String.class)
                .list());
  }
}
