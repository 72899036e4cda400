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
import org.datareload.dataset.Replaced;
import org.datareload.execution.Acceptance;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.SelectionTrigger;
import org.datareload.landing.Deletion;
import org.datareload.landing.Selection;
import org.datareload.proof.history.Disturbances.Outcome;
import org.datareload.proof.history.Step.Delete;
import org.datareload.proof.history.Step.Disturbance;
import org.datareload.proof.history.Step.Drive;
import org.datareload.proof.history.Step.None;
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

/** Plays one history on a dataset and compares the program with the model. */
final class Player {
  private final Environment environment;
  private final TestDataset dataset;
  private final Model model;
  private final Map<String, String> byEtag = new HashMap<>();
  private final Map<String, String> latest = new HashMap<>();
  private final Map<String, Integer> puts = new HashMap<>();
  private String lastEvent;
  private int uploads;
  private int triggers;

  /** A delete without a condition is in progress, as in a store without versions. */
  private boolean unguarded;

  Player(Environment environment, Replaced replaced) {
    this.environment = environment;
    this.dataset = environment.dataset(replaced);
    this.model = new Model(replaced == Replaced.DELETE);
  }

  /** The folder of a file, below its dataset. */
  static String folder(String name) {
    var epoch = Steps.NAMES.indexOf(name) < 2 ? "1700000000" : "1700000001";
    return "upload_date=" + epoch + "/ann/csv/";
  }

  void play(List<Step> steps) {
    steps.forEach(step -> play(step, environment.first));
    settle();
    check();
    environment.forget(dataset);
  }

  /**
   * @param process takes the step unless a disturbance selects another one
   */
  private void play(Step step, TestProcess process) {
    if (step instanceof Upload upload) {
      upload(upload, process);
    } else if (step instanceof Delete delete) {
      delete(delete, process);
    } else if (step instanceof Start start && start.request() instanceof Trigger trigger) {
      trigger(trigger, start.disturbance(), process);
    } else if (step instanceof Start start && start.request() instanceof Process chosen) {
      process(chosen, start.disturbance(), process);
    } else if (step instanceof Start start && start.request() instanceof Restore restore) {
      restore(restore, start.disturbance(), process);
    } else if (step instanceof Drive drive) {
      under(drive.disturbance(), process, Map.of(), TestProcess::drive);
    } else if (step instanceof Sweep sweep) {
      sweep(sweep.disturbance(), process);
    } else if (step instanceof Redeliver && lastEvent != null) {
      under(new None(), process, Map.of(), p -> deliver(p, lastEvent));
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
      dataset.giveUp(key, all.get(all.size() - 1).etag());
    }
    if (upload.announced()) {
      under(
          new None(),
          process,
          Map.of(),
          p -> p.send("direct:accept-notification", dataset.event(key)));
    }
  }

  private void trigger(Trigger trigger, Disturbance disturbance, TestProcess process) {
    var folder = dataset.prefix() + folder(Steps.NAMES.get(trigger.folder() * 2));
    lastEvent = dataset.triggerIn(folder, "trigger " + ++triggers);
    under(disturbance, process, Map.of(), p -> deliver(p, lastEvent));
  }

  private static void deliver(TestProcess process, String event) {
    process.send("direct:accept-notification", event);
    process.drive();
  }

  private void process(Process request, Disturbance disturbance, TestProcess process) {
    var rows = pendingRows(request.names());
    var chosen = new TreeMap<String, String>();
    rows.forEach(row -> chosen.put(row.name(), row.content()));
    start(new SelectionTrigger(ids(rows)), disturbance, process, chosen);
  }

  private void restore(Restore request, Disturbance disturbance, TestProcess process) {
    var earlier = model.earlier();
    if (!earlier.isEmpty()) {
      var id = earlier.get(request.content() % earlier.size());
      start(new ExecutionRequest.RestoreTrigger(id), disturbance, process, Map.of());
    }
  }

  private void start(
      ExecutionRequest.Trigger trigger,
      Disturbance disturbance,
      TestProcess process,
      Map<String, String> chosen) {
    under(
        disturbance,
        process,
        chosen,
        p -> {
          assertThat(dataset.accept(p, trigger))
              .isNotInstanceOfAny(Acceptance.Rejected.class, Acceptance.Duplicate.class);
          p.drive();
        });
  }

  private void delete(Delete request, TestProcess process) {
    var rows = pendingRows(request.names());
    var answers = new ArrayList<Deletion>();
    var before = Map.copyOf(puts);
    if (request.disturbance() instanceof Stalls) {
      rows.forEach(row -> model.perhapsDeleted(row.name(), row.content()));
    }
    under(
        request.disturbance(),
        process,
        Map.of(),
        p -> answers.add(p.deletions().delete(dataset.dataset(), ids(rows), "bob")));
    for (var row : rows) {
      if (answers.isEmpty()) {
        giveUp(row);
        model.perhapsDeleted(row.name(), row.content());
      } else if (answers.get(0) instanceof Deletion.Done done
          && done.failed().stream().noneMatch(kept -> kept.id().equals(row.id()))) {
        giveUp(row);
        // A suspended process may have deleted it before or after it was uploaded again.
        if (Objects.equals(puts.get(row.name()), before.get(row.name()))) {
          model.deleted(row.name(), row.content());
        } else {
          model.perhapsDeleted(row.name(), row.content());
        }
      }
    }
  }

  private void giveUp(Row row) {
    dataset.giveUp(dataset.prefix() + folder(row.name()) + row.name(), row.etag());
  }

  private void sweep(Disturbance disturbance, TestProcess process) {
    var outcome =
        under(
            disturbance,
            process,
            Map.of(),
            p -> {
              p.send("direct:sweep-landing-zone", null);
              p.drive();
            });
    if (outcome == Outcome.COMPLETE) {
      model.swept();
    }
  }

  /** Expires leases, deletion marks and retirement, and makes clean-up due. */
  private void pass() {
    dataset.expireLeases();
    dataset.expireDeletions();
    dataset.expireRetirement();
    dataset.makeCleanUpDue();
    environment.second.send("direct:clean-up-executions", null);
  }

  private Outcome under(
      Disturbance disturbance, TestProcess process, Map<String, String> chosen, Job job) {
    var disturbances = new Disturbances(environment, place -> suspended(place, chosen));
    var outcome =
        disturbances.play(disturbance, process, job, step -> play(step, environment.second));
    if (disturbance instanceof Stalls) {
      unguarded = false;
    }
    follow(chosen, outcome == Outcome.FAULTY);
    return outcome;
  }

  private void suspended(String place, Map<String, String> chosen) {
    unguarded = !environment.versioned && place.endsWith("before DeleteObject");
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

  /** A pending file of the program. */
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
    environment.faults.to(FaultPoint.OPEN);
    do {
      pass();
      environment.second.drive();
      follow(Map.of(), false);
      sweep(new None(), environment.second);
    } while (!dataset.executions().stream().allMatch(e -> e.status().isOver()));
    dataset.cleanUp(environment.second);
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
