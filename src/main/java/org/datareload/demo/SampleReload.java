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
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.Datasets;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.Execution;
import org.datareload.execution.Executions;
import org.datareload.execution.Status;
import org.datareload.store.ObjectRef;
import org.datareload.store.ObjectStore;
import org.datareload.store.PutCondition;

/** Uploads sample files and a trigger file to the landing zone and prints how they are loaded. */
final class SampleReload {
  private static final DatasetName ORDERS = new DatasetName("sales", "orders");

  /** Maximum number of lake objects to print. */
  private static final int MAX_PRINTED = 10;

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
    var previous = newest(dataset);
    var folder = "sales/orders/upload_date=%d/ana/csv/".formatted(Instant.now().getEpochSecond());
    print("Landing zone s3://%s at %s", landing, s3);
    var files = Integer.getInteger("reload.demo.files", 3);
    print("  %d files below %s", files, folder);
    IntStream.rangeClosed(1, files)
        .parallel()
        .forEach(
            i ->
                put(
                    folder + "orders-%05d.csv".formatted(i),
                    "order,amount\n%05d,42.50\n".formatted(i)));
    put(folder + "_SUCCESS", "");
    var execution = waitUntilOver(dataset, previous);
    printResult(execution);
    return execution.status() == Status.COMPLETED;
  }

  private Dataset create() {
    return datasets.create(
        new NewDataset(
            "sales",
            "orders",
            "csv",
            "reload",
            DatasetSettings.of(List.of("ana@example.com")).withDescription("Sample")));
  }

  private void put(String key, String text) {
    try {
      var content = Files.createTempFile("sample", ".csv");
      Files.writeString(content, text, UTF_8);
      var ref = new ObjectRef(landing, key);
      store.put(ref, content, "text/csv", Map.of(), new PutCondition.Always()).join();
      Files.delete(content);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write a sample file", failed);
    }
  }

  /** The dataset's latest execution, or null. */
  private Execution newest(Dataset dataset) {
    var page = executions.page(dataset.id(), null, null, 1);
    return page.isEmpty() ? null : page.get(0);
  }

  /** Prints the progress of the next execution until it is over. */
  private Execution waitUntilOver(Dataset dataset, Execution previous) throws InterruptedException {
    var printed = "";
    while (true) {
      var current = newest(dataset);
      if (current != null && (previous == null || !current.id().equals(previous.id()))) {
        var line =
            "Execution %s: %s, %d of %d files"
                .formatted(
                    current.id(),
                    current.status().shown(),
                    current.copied().files(),
                    current.planned().files());
        if (!line.equals(printed)) {
          print("%s", line);
          printed = line;
        }
        if (current.status().isOver()) {
          return current;
        }
      }
      Thread.sleep(50);
    }
  }

  private void printResult(Execution execution) throws Exception {
    print("Data lake zone s3://%s", lake);
    var count = new AtomicInteger();
    store.list(
        lake,
        ORDERS.prefix(),
        page ->
            page.stream()
                .limit(Math.max(0, MAX_PRINTED - count.getAndAdd(page.size())))
                .forEach(object -> print("  %6d %s", object.size(), object.key())));
    print("  %d objects", count.get());
    while (mail.received().isEmpty()) {
      Thread.sleep(50);
    }
    for (var message : mail.received()) {
      print("Mail to %s: %s", message.getAllRecipients()[0], message.getSubject());
    }
    print(
        "The reload took %d ms",
        Duration.between(execution.acceptedAt(), execution.finishedAt()).toMillis());
    if (execution.reason() != null) {
      print("Reason: %s", execution.reason().text());
    }
  }

  private static void print(String line, Object... values) {
    System.out.println(line.formatted(values));
  }
}
