package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.testing.FaultPoint;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;

/** Two fresh buckets on an embedded S3 in memory, which is started once a JVM. */
public final class TestZones {
  private static final EmbeddedS3 S3 = EmbeddedS3.inMemory();
  private static final StoreRig RIG = StoreRig.open(S3);
  // Low, so that an object of 1 MiB is copied by parts.
  private static final StoreSettings SETTINGS =
      new StoreSettings(S3.endpoint(), "us-east-1", true, 64, StoreRig.MIB - 1, 5 * StoreRig.MIB);

  private final Zones zones;
  private final Map<String, StoreCapabilities> found;
  private final ObjectStore store;

  public TestZones() {
    this(false);
  }

  /**
   * @param versioned whether the landing zone's bucket keeps versions
   */
  public TestZones(boolean versioned) {
    S3.intercept(Interceptor.NONE);
    S3.ignoreCopyConditions(false);
    var id = UUID.randomUUID();
    zones = new Zones("landing-" + id, "lake-" + id);
    S3.createBucket(zones.landing());
    S3.createBucket(zones.lake());
    if (versioned) {
      S3.keepVersions(zones.landing());
    }
    var probes = new StoreProbes(RIG.client(), RIG.limiter());
    found =
        Map.of(
            zones.landing(), probes.probe(zones.landing(), "reload.lz.bucket"),
            zones.lake(), probes.probe(zones.lake(), "reload.dlz.bucket"));
    store = store(FaultPoint.OPEN, SETTINGS.maxInFlight());
  }

  public Zones zones() {
    return zones;
  }

  /** The server, for interceptors; all tests of the JVM share it. */
  public EmbeddedS3 server() {
    return S3;
  }

  /** A store that nothing stands in the way of. */
  public ObjectStore store() {
    return store;
  }

  /** The store as a process behind an edge sees it, with at most so many requests at a time. */
  public ObjectStore store(FaultPoint edge, int inFlight) {
    return store(edge, new AdaptiveLimiter(inFlight));
  }

  /** The same, with a limiter that the process shares with other clients. */
  public ObjectStore store(FaultPoint edge, AdaptiveLimiter limiter) {
    return new S3ObjectStore(new FaultPointClient(RIG.client(), edge), limiter, SETTINGS, found);
  }

  /** The client by which the routes of a process use the store. */
  public S3Client s3(FaultPoint edge, AdaptiveLimiter limiter) {
    return new FaultPointBlockingClient(
        S3Clients.openBlocking(SETTINGS, limiter, StoreRig.credentials()), edge);
  }

  /** Puts an object, which may be gone at once where a process waits for it. */
  public void write(String bucket, String key, byte[] content) {
    RIG.client()
        .putObject(
            p -> p.bucket(bucket).key(key).contentType("text/csv"),
            AsyncRequestBody.fromBytes(content))
        .join();
  }

  /** Puts an object and tells how the store describes it. */
  public StoredObject put(String bucket, String key, byte[] content) {
    write(bucket, key, content);
    return store.head(new ObjectRef(bucket, key)).join().orElseThrow();
  }

  public byte[] bytes(String bucket, String key) {
    return RIG.client()
        .getObject(g -> g.bucket(bucket).key(key), AsyncResponseTransformer.toBytes())
        .join()
        .asByteArrayUnsafe();
  }

  public String text(String bucket, String key) {
    return new String(bytes(bucket, key), UTF_8);
  }

  /** All objects below the prefix. */
  public List<StoredObject> list(String bucket, String prefix) {
    var all = new ArrayList<StoredObject>();
    store.list(bucket, prefix, all::addAll);
    return all;
  }

  /** The keys of the uploads that are open below the prefix of the lake. */
  public List<String> openUploads(String prefix) {
    return openUploads(zones.lake(), prefix);
  }

  public List<String> openUploads(String bucket, String prefix) {
    return RIG
        .client()
        .listMultipartUploads(l -> l.bucket(bucket).prefix(prefix))
        .join()
        .uploads()
        .stream()
        .map(upload -> upload.key())
        .toList();
  }
}
