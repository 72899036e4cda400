package org.datareload.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.datareload.config.Application;
import org.datareload.dataset.Dataset;
import org.datareload.dataset.DatasetName;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PutCondition;

/** Puts sample files and a trigger file into the landing zone and shows what becomes of them. */
final class SampleReload {
  private static final DatasetName ORDERS = new DatasetName("sales", "orders");

  /** Objects that are named, at most. */
  private static final int SHOWN = 10;

  private final Datasets datasets;
  private final Executions executions;
  private final ObjectStore store;
  private final EmbeddedMail mail;
  private final String landing;
  private final String lake;

  SampleReload(Application program, EmbeddedMail mail, String landing, String lake) {
    this.datasets = program.reload().datasets;
    this.executions = program.reload().executions;
    this.store = program.store();
    this.mail = mail;
    this.landing = landing;
    this.lake = lake;
  }

  /** Returns whether the reload completed. */
  boolean run(URI s3) throws Exception {
    var dataset = datasets.find(ORDERS).orElseGet(this::create);
    var before = newest(dataset);
    var folder = "sales/orders/upload_date=%d/ana/csv/".formatted(Instant.now().getEpochSecond());
    say("Landing zone s3://%s at %s", landing, s3);
    var files = Integer.getInteger("reload.demo.files", 3);
    say("  %d files below %s", files, folder);
    IntStream.rangeClosed(1, files).parallel().forEach(day -> put(folder, day));
    put(folder + "_SUCCESS", "");
    var execution = watch(dataset, before);
    show(execution);
    return execution.status() == Status.COMPLETED;
  }

  private Dataset create() {
    return datasets.create(
        new NewDataset(
            "sales", "orders", "csv", "reload", "Sample", List.of("ana@example.com"), false));
  }

  private void put(String folder, int day) {
    var text = "order,amount\n%05d,42.50\n".formatted(day);
    put(folder + "orders-%05d.csv".formatted(day), text);
  }

  private void put(String key, String text) {
    try {
      var content = Files.createTempFile("sample", ".csv");
      Files.writeString(content, text, UTF_8);
      var ref = new ObjectRef(landing, key);
      store.put(ref, content, "text/csv", Map.of(), new PutCondition.Always()).join();
      Files.delete(content);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write a sample file", failed);
    }
  }

  private String newest(Dataset dataset) {
    return executions.page(dataset.id(), null, null, 1).stream()
        .map(Execution::id)
        .findFirst()
        .orElse("");
  }

  private Execution watch(Dataset dataset, String before) throws InterruptedException {
    var shown = "";
    while (true) {
      var page = executions.page(dataset.id(), null, null, 1);
      if (!page.isEmpty() && !page.get(0).id().equals(before)) {
        var now = page.get(0);
        var line =
            "Execution %s: %s, %d of %d files"
                .formatted(
                    now.id(), now.status().shown(), now.copied().files(), now.planned().files());
        if (!line.equals(shown)) {
          say("%s", line);
          shown = line;
        }
        if (now.status().isOver()) {
          return now;
        }
      }
      Thread.sleep(50);
    }
  }

  private void show(Execution execution) throws Exception {
    say("Data lake zone s3://%s", lake);
    var shown = new AtomicInteger();
    store.list(
        lake,
        ORDERS.prefix(),
        page ->
            page.stream()
                .limit(Math.max(0, SHOWN - shown.getAndAdd(page.size())))
                .forEach(object -> say("  %6d %s", object.size(), object.key())));
    say("  %d objects", shown.get());
    while (mail.received().isEmpty()) {
      Thread.sleep(50);
    }
    for (var message : mail.received()) {
      say("Mail to %s: %s", message.getAllRecipients()[0], message.getSubject());
    }
    say(
        "Took %d ms from the trigger's acceptance to the end",
        Duration.between(execution.acceptedAt(), execution.finishedAt()).toMillis());
    if (execution.reason() != null) {
      say("Reason: %s", execution.reason().text());
    }
  }

  private static void say(String line, Object... values) {
    System.out.println(line.formatted(values));
  }
}
