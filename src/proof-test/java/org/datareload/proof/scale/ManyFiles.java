package org.datareload.proof.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.datareload.config.ConfigBridge;
import org.datareload.dataset.DatasetSettings;
import org.datareload.dataset.NewDataset;
import org.datareload.execution.ExecutionRequest;
import org.datareload.execution.ExecutionRequest.FolderTrigger;
import org.datareload.route.NotificationRoutes;
import org.datareload.route.ReceiptRoutes;
import org.datareload.route.ReloadRoutes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * One reload of very many files on H2 by the routes, in a process of its own: {@code ManyFiles
 * <files> <folder>}. Prints time, CPU time and heap. The store is computed, so all of them are this
 * program's.
 */
final class ManyFiles {
  private static final String LANDING = "lz";
  private static final String LAKE = "dlz";

  private ManyFiles() {}

  public static void main(String[] arguments) throws Exception {
    var files = Integer.parseInt(arguments[0]);
    var url = "jdbc:h2:file:" + Path.of(arguments[1], "many").toAbsolutePath();
    var settings =
        Map.of(
            "reload.lz.bucket",
            LANDING,
            "reload.dlz.bucket",
            LAKE,
            "reload.db.url",
            url,
            "reload.trigger.settle",
            "0s");
    var store = new ComputedStore(files);
    var receipts = new CountedReceipts();
    try (var pool = ConfigBridge.openPool(url, "reload", "");
        var camel = new DefaultCamelContext()) {
      var database = ConfigBridge.migrate(pool);
      var components =
          ConfigBridge.bind(settings, database, pool, store, receipts, camel.getRegistry()::bind);
      var properties = new Properties();
      properties.putAll(settings);
      properties.putAll(
          Map.of(
              "reload.executions.poll", "100",
              "reload.executions.parallel", "1",
              "reload.executions.heartbeat", "5000"));
      camel.getPropertiesComponent().setOverrideProperties(properties);
      camel.addRoutes(new NotificationRoutes());
      camel.addRoutes(new ReloadRoutes());
      camel.addRoutes(new ReceiptRoutes());

      var dataset =
          components.datasets.create(
              new NewDataset(
                  "sales",
                  "orders",
                  "parquet",
                  "reload",
                  DatasetSettings.of(List.of("a@b.example"))));
      var key = "sales/orders/upload_date=1767225600/ana/parquet/_SUCCESS";
      var trigger = new FolderTrigger(key, "drop", Instant.now(), Instant.now(), Duration.ZERO, 0);
      components.executions.accept(new ExecutionRequest(dataset.id(), "ana", trigger));
      var from = System.nanoTime();
      camel.start();
      while (components.executions.active(dataset.id()).isPresent()) {
        Thread.sleep(100);
      }
      var took = Duration.ofNanos(System.nanoTime() - from);
      var execution = components.executions.page(dataset.id(), null, null, 1).get(0);
      System.out.printf(
          "%s: %d files in %d ms%n",
          execution.status(), execution.copied().files(), took.toMillis());
      System.out.printf(
          "manifests: %d bytes, receipt: %d bytes%n", store.manifestBytes(), receipts.bytes);
    }
    System.out.printf("heap after its last collection: %d MiB%n", used() >> 20);
    System.out.printf(
        "CPU: %d ms%n",
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis());
    System.exit(0);
  }

  /** The bytes in use after the last collection, summed over the heap's pools. */
  private static long used() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(usage -> usage != null)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  /** Counts the bytes of receipts. */
  private static final class CountedReceipts implements S3Client {
    private volatile long bytes;

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
      bytes += body.optionalContentLength().orElse(0L);
      return PutObjectResponse.builder().eTag("receipt").build();
    }

    /** Camel asks for it when it starts. */
    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
      return HeadBucketResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // There is no connection.
    }
  }
}
