package org.datareload.config;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.BindToRegistry;
import org.datareload.server.Readiness;
import org.datareload.store.AdaptiveLimiter;
import org.datareload.store.ObjectStore;
import org.datareload.store.S3Clients;
import org.datareload.store.S3ObjectStore;
import org.datareload.store.StoreProbes;
import software.amazon.awssdk.services.s3.S3Client;

/** The object store, opened and probed, and the client by which routes use it. */
public final class StoreComponents {
  @BindToRegistry public final ObjectStore store;
  @BindToRegistry public final S3Client s3;
  @BindToRegistry public final Readiness landingReadiness;
  @BindToRegistry public final Readiness lakeReadiness;

  StoreComponents(ObjectStore store, S3Client s3, String landing, String lake) {
    this.store = store;
    this.s3 = s3;
    this.landingReadiness = bucket("landing-zone", store, landing);
    this.lakeReadiness = bucket("data-lake-zone", store, lake);
  }

  /**
   * Opens the store of the settings and probes what it supports.
   *
   * @param closeLater receives what must be closed
   */
  static StoreComponents open(Settings settings, Consumer<AutoCloseable> closeLater) {
    var limiter = new AdaptiveLimiter(settings.store().maxInFlight());
    var client = S3Clients.open(settings.store(), limiter);
    closeLater.accept(client);
    var blocking = S3Clients.openBlocking(settings.store(), limiter);
    closeLater.accept(blocking);
    var probes = new StoreProbes(client, limiter);
    var zones = settings.zones();
    try {
      var capabilities =
          Map.of(
              zones.landing(), probes.probe(zones.landing(), "reload.lz.bucket"),
              zones.lake(), probes.probe(zones.lake(), "reload.dlz.bucket"));
      var store = new S3ObjectStore(client, limiter, settings.store(), capabilities);
      return new StoreComponents(store, blocking, zones.landing(), zones.lake());
    } catch (IllegalStateException noBucket) {
      var endpoint = settings.store().endpoint();
      throw new SettingsException(
          noBucket.getMessage()
              + (endpoint == null ? "" : " (reload.s3.endpoint is " + endpoint + ")"));
    }
  }

  private static Readiness bucket(String name, ObjectStore store, String bucket) {
    return new Readiness(
        name,
        () ->
            CompletableFuture.runAsync(
                    () -> store.list(bucket, StoreProbes.PREFIX + "readiness", page -> {}))
                .get(5, TimeUnit.SECONDS));
  }
}
