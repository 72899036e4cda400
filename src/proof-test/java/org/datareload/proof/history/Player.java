package org.datareload.proof.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.datareload.execution.Acceptance;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.execution.Executions;
import org.datareload.landing.Deletion;
import org.datareload.landing.Selection;
import org.datareload.proof.history.Mishaps.Outcome;
import org.datareload.proof.history.Step.Calm;
import org.datareload.proof.history.Step.Delete;
import org.datareload.proof.history.Step.Drive;
import org.datareload.proof.history.Step.Mishap;
import org.datareload.proof.history.Step.Pass;
import org.datareload.proof.history.Step.Process;
import org.datareload.proof.history.Step.Redeliver;
import org.datareload.proof.history.Step.Restore;
import org.datareload.proof.history.Step.Stalls;
import org.datareload.proof.history.Step.Start;
import org.datareload.proof.history.Step.Sweep;
import org.datareload.proof.history.Step.Trigger;
import org.datareload.proof.history.Step.Upload;
import org.datareload.store.StoredObject;
import org.datareload.testing.FaultPoint;
import org.datareload.testing.Invariants;
import org.datareload.testing.TestDataset;
import org.datareload.testing.TestProcess;

/** Plays one history on a dataset and holds the product against the model. */
final class Player {
  private final World world;
  private final TestDataset dataset;
  private final Model model;
  private final Map<String, String> byEtag = new HashMap<>();
  private final Map<String, String> latest = new HashMap<>();
  private final Map<String, Integer> puts = new HashMap<>();
  private String lastEvent;
  private int uploads;
  private int triggers;

  /** A delete without a condition is under way, as it must be in a store that knows none. */
  private boolean unguarded;

  Player(World world, boolean skipTrash) {
    this.world = world;
    this.dataset = world.dataset(skipTrash);
    this.model = new Model(skipTrash);
  }

  /** The folder of a file, below its dataset. */
  static String folder(String name) {
    var epoch = Steps.NAMES.indexOf(name) < 2 ? "1700000000" : "1700000001";
    return "upload_date=" + epoch + "/ann/csv/";
  }

  void play(List<Step> steps) {
    steps.forEach(step -> play(step, world.first));
    settle();
    check();
    world.forget(dataset);
  }

  /**
   * @param process takes the step, unless a mishap says otherwise
   */
  private void play(Step step, TestProcess process) {
    if (step instanceof Upload upload) {
      upload(upload, process);
    } else if (step instanceof Delete delete) {
      delete(delete, process);
    } else if (step instanceof Start start && start.wish() instanceof Trigger trigger) {
      trigger(trigger, start.mishap(), process);
    } else if (step instanceof Start start && start.wish() instanceof Process chosen) {
      process(chosen, start.mishap(), process);
    } else if (step instanceof Start start && start.wish() instanceof Restore restore) {
      restore(restore, start.mishap(), process);
    } else if (step instanceof Drive drive) {
      under(drive.mishap(), process, Map.of(), TestProcess::drive);
    } else if (step instanceof Sweep sweep) {
      sweep(sweep.mishap(), process);
    } else if (step instanceof Redeliver && lastEvent != null) {
      under(new Calm(), process, Map.of(), p -> deliver(p, lastEvent));
    } else if (step instanceof Pass) {
      pass();
    }
  }

  private void upload(Upload upload, TestProcess process) {
    var name = upload.name();
    var content = upload.same() ? latest.get(name) : null;
    if (content == null) {
      content = name + " " + ++uploads;
    }
    latest.put(name, content);
    puts.merge(name, 1, Integer::sum);
    var key = dataset.putAt(dataset.prefix() + folder(name) + name, content.getBytes(UTF_8));
    var all = dataset.uploads();
    byEtag.put(all.get(all.size() - 1).etag(), content);
    model.uploaded(name, content, upload.announced());
    if (unguarded) {
      model.perhapsDeleted(name, content);
      dataset.gaveUp(key, all.get(all.size() - 1).etag());
    }
    if (upload.announced()) {
      under(
          new Calm(),
          process,
          Map.of(),
          p -> p.send("direct:accept-notification", dataset.event(key)));
    }
  }

  private void trigger(Trigger trigger, Mishap mishap, TestProcess process) {
    var folder = dataset.prefix() + folder(Steps.NAMES.get(trigger.folder() * 2));
    lastEvent = dataset.triggerIn(folder, "trigger " + ++triggers);
    under(mishap, process, Map.of(), p -> deliver(p, lastEvent));
  }

  private static void deliver(TestProcess process, String event) {
    process.send("direct:accept-notification", event);
    process.drive();
  }

  private void process(Process wish, Mishap mishap, TestProcess process) {
    var rows = pendingRows(wish.names());
    var chosen = new TreeMap<String, String>();
    rows.forEach(row -> chosen.put(row.name(), row.content()));
    start(new SelectionTrigger(ids(rows)), mishap, process, chosen);
  }

  private void restore(Restore wish, Mishap mishap, TestProcess process) {
    var earlier = model.earlier();
    if (!earlier.isEmpty()) {
      var id = earlier.get(wish.content() % earlier.size());
      start(new ExecutionRequest.RestoreTrigger(id), mishap, process, Map.of());
    }
  }

  private void start(
      ExecutionRequest.Trigger trigger,
      Mishap mishap,
      TestProcess process,
      Map<String, String> chosen) {
    var wish = new ExecutionRequest(dataset.dataset().id(), "bob", trigger);
    under(
        mishap,
        process,
        chosen,
        p -> {
          Acceptance acceptance = p.bean(Executions.class).accept(wish);
          assertThat(acceptance)
              .isNotInstanceOfAny(Acceptance.Rejected.class, Acceptance.Duplicate.class);
          p.drive();
        });
  }

  private void delete(Delete wish, TestProcess process) {
    var rows = pendingRows(wish.names());
    var answers = new ArrayList<Deletion>();
    var before = Map.copyOf(puts);
    if (wish.mishap() instanceof Stalls) {
      rows.forEach(row -> model.perhapsDeleted(row.name(), row.content()));
    }
    under(
        wish.mishap(),
        process,
        Map.of(),
        p -> answers.add(p.deletions().delete(dataset.dataset(), ids(rows), "bob")));
    for (var row : rows) {
      if (answers.isEmpty()) {
        gaveUp(row);
        model.perhapsDeleted(row.name(), row.content());
      } else if (answers.get(0) instanceof Deletion.Done done
          && done.failed().stream().noneMatch(kept -> kept.id().equals(row.id()))) {
        gaveUp(row);
        // Who was held up may have deleted it before or after it came again.
        if (Objects.equals(puts.get(row.name()), before.get(row.name()))) {
          model.deleted(row.name(), row.content());
        } else {
          model.perhapsDeleted(row.name(), row.content());
        }
      }
    }
  }

  private void gaveUp(Row row) {
    dataset.gaveUp(dataset.prefix() + folder(row.name()) + row.name(), row.etag());
  }

  private void sweep(Mishap mishap, TestProcess process) {
    var outcome =
        under(
            mishap,
            process,
            Map.of(),
            p -> {
              p.send("direct:sweep-landing-zone", null);
              p.drive();
            });
    if (outcome == Outcome.WHOLE) {
      model.swept();
    }
  }

  /** Leases, marks of deletions and patience run out, and clean-up is due. */
  private void pass() {
    dataset.expireLeases();
    var past = "TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00+00'";
    for (var change :
        List.of(
            "UPDATE file SET deleting_until = " + past + " WHERE deleting_until IS NOT NULL",
            "UPDATE execution SET committed_at = committed_at - INTERVAL '11' MINUTE"
                + " WHERE active_dataset IS NOT NULL",
            "UPDATE execution SET cleanup_at = " + past + " WHERE cleanup_at IS NOT NULL")) {
      dataset.jdbi().useHandle(handle -> handle.execute(change));
    }
    world.second.send("direct:clean-up-executions", null);
  }

  private Outcome under(Mishap mishap, TestProcess process, Map<String, String> chosen, Job job) {
    var mishaps = new Mishaps(world, place -> stalled(place, chosen));
    var outcome = mishaps.play(mishap, process, job, step -> play(step, world.second));
    if (mishap instanceof Stalls) {
      unguarded = false;
    }
    follow(chosen, outcome == Outcome.FAULTY);
    return outcome;
  }

  private void stalled(String place, Map<String, String> chosen) {
    unguarded = !world.versioned && place.endsWith("before DeleteObject");
    follow(chosen, false);
  }

  interface Job {
    void run(TestProcess process);
  }

  private void follow(Map<String, String> chosen, boolean faulty) {
    model.follow(dataset.executions(), chosen, faulty, this::planned);
  }

  private Map<String, String> planned(String execution) {
    var planned = new TreeMap<String, String>();
    for (var row :
        dataset.rows(
            "SELECT source_key || ' ' || source_etag FROM file_copy WHERE execution_id = ?",
            execution)) {
      var key = row.substring(0, row.lastIndexOf(' '));
      planned.put(
          key.substring(key.lastIndexOf('/') + 1), byEtag.get(row.substring(key.length() + 1)));
    }
    return planned;
  }

  /** A file that the product shows as pending. */
  private record Row(String id, String name, String etag, String content) {}

  private List<Row> pendingRows(Collection<String> names) {
    return dataset
        .rows(
            "SELECT id || ' ' || name || ' ' || etag FROM file"
                + " WHERE dataset_id = ? AND status = 'pending' ORDER BY id",
            dataset.dataset().id())
        .stream()
        .map(text -> text.split(" "))
        .filter(parts -> names.contains(parts[1]))
        .map(parts -> new Row(parts[0], parts[1], parts[2], byEtag.get(parts[2])))
        .toList();
  }

  private static Selection ids(List<Row> rows) {
    return new Selection.Ids(rows.stream().map(Row::id).toList());
  }

  private void settle() {
    world.edge.to(FaultPoint.OPEN);
    do {
      pass();
      world.second.drive();
      follow(Map.of(), false);
      sweep(new Calm(), world.second);
    } while (!dataset.executions().stream().allMatch(e -> e.status().isOver()));
    dataset.cleanUp(world.second);
  }

  private void check() {
    var landed = new TreeMap<String, String>();
    for (StoredObject object : dataset.landed()) {
      var key = object.key();
      var bucket = dataset.zones().zones().landing();
      landed.put(key.substring(key.lastIndexOf('/') + 1), dataset.zones().text(bucket, key));
    }
    var hasContent = dataset.dataset().liveExecution() != null;
    Invariants.quiet(dataset);
    model.check(landed, hasContent ? dataset.content() : Map.of());
  }
}
