package org.datareload.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.datareload.demo.EmbeddedS3;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.testing.FaultPoint;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Two new buckets in an embedded S3 in memory, which starts once a JVM. */
public final class TestZones {
  private static final EmbeddedS3 S3 = EmbeddedS3.inMemory();
  private static final StoreRig RIG = StoreRig.open(S3);
  private static final S3Client BLOCKING = RIG.openBlocking();
  // Low, so that an object of 1 MiB is copied in parts.
  private static final StoreSettings SETTINGS =
      new StoreSettings(S3.endpoint(), "us-east-1", true, 64, StoreRig.MIB - 1, 5 * StoreRig.MIB);

  private final Zones zones;
  private final StoreRig rig;
  private final S3Client blocking;
  private final StoreSettings settings;
  private final Map<String, StoreCapabilities> found;
  private final ObjectStore store;

  public TestZones() {
    this(false);
  }

  /**
   * @param versioned whether the landing zone's bucket keeps versions
   */
  public TestZones(boolean versioned) {
    this(versioned, false);
  }

  /**
   * @param landing whether the landing zone's bucket keeps versions
   * @param lake whether the data lake zone's bucket does
   */
  public TestZones(boolean landing, boolean lake) {
    this(newZones(landing, lake), RIG, BLOCKING, SETTINGS);
  }

  private TestZones(Zones zones, StoreRig rig, S3Client blocking, StoreSettings settings) {
    this.zones = zones;
    this.rig = rig;
    this.blocking = blocking;
    this.settings = settings;
    var probes = new StoreProbes(rig.client(), rig.limiter());
    found =
        Map.of(
            zones.landing(), probes.probe(zones.landing(), "reload.lz.bucket"),
            zones.lake(), probes.probe(zones.lake(), "reload.dlz.bucket"));
    store = store(FaultPoint.OPEN, settings.maxInFlight());
  }

  private static Zones newZones(boolean landing, boolean lake) {
    S3.intercept(Interceptor.NONE);
    S3.ignoreCopyConditions(false);
    var zones = someZones();
    S3.createBucket(zones.landing());
    S3.createBucket(zones.lake());
    if (landing) {
      S3.keepVersions(zones.landing());
    }
    if (lake) {
      S3.keepVersions(zones.lake());
    }
    return zones;
  }

  /** Two new buckets of this server, which is probed with the quirks that it shows now. */
  public static TestZones of(QuirkyS3 s3) {
    return of(s3, someZones());
  }

  /** The same with these buckets. */
  public static TestZones of(QuirkyS3 s3, Zones zones) {
    return of(s3, zones, WriteSettings.NONE);
  }

  /** The same, where these settings hold for writes. */
  public static TestZones of(QuirkyS3 s3, Zones zones, WriteSettings writes) {
    s3.createBucket(zones.landing());
    s3.createBucket(zones.lake());
    var settings =
        new StoreSettings(
            s3.endpoint(), "us-east-1", true, 64, StoreRig.MIB - 1, 5 * StoreRig.MIB, writes);
    var rig = StoreRig.open(settings);
    return new TestZones(zones, rig, rig.openBlocking(), settings);
  }

  /** Names of two buckets that no other test uses. */
  public static Zones someZones() {
    var id = UUID.randomUUID();
    return new Zones("landing-" + id, "lake-" + id);
  }

  public Zones zones() {
    return zones;
  }

  /** The server, for interceptors; all tests of the JVM share it. */
  public EmbeddedS3 server() {
    return S3;
  }

  /** The settings of the stores, by which objects of 1 MiB are large. */
  public StoreSettings settings() {
    return settings;
  }

  /** The store without faults. */
  public ObjectStore store() {
    return store;
  }

  /** The store of a process behind a fault point, with so many concurrent requests at most. */
  public ObjectStore store(FaultPoint faults, int maxInFlight) {
    return store(faults, new AdaptiveLimiter(maxInFlight));
  }

  /** The store of a process behind a fault point. */
  public ObjectStore store(FaultPoint faults, AdaptiveLimiter limiter) {
    return new S3ObjectStore(new FaultPointClient(rig.client(), faults), limiter, settings, found);
  }

  /** The blocking client of a process behind a fault point. All share one, so do not close it. */
  public S3Client blockingClient(FaultPoint faults, AdaptiveLimiter limiter) {
    return new LimitedS3Client(new FaultPointBlockingClient(blocking, faults), limiter);
  }

  /** Puts an object, which may be gone at once where a process waits for it. */
  public void write(String bucket, String key, byte[] content) {
    rig.client()
        .putObject(
            p -> p.bucket(bucket).key(key).contentType("text/csv"),
            AsyncRequestBody.fromBytes(content))
        .join();
  }

  /** Puts an object and returns how the store describes it. */
  public StoredObject put(String bucket, String key, byte[] content) {
    write(bucket, key, content);
    return store.head(new ObjectRef(bucket, key)).join().orElseThrow();
  }

  public byte[] bytes(String bucket, String key) {
    return bytes(bucket, key, null);
  }

  /**
   * @param versionId null for the current version
   */
  public byte[] bytes(String bucket, String key, String versionId) {
    return rig.client()
        .getObject(
            g -> g.bucket(bucket).key(key).versionId(versionId), AsyncResponseTransformer.toBytes())
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

  /** From now on deletes in the bucket are for good. */
  public void suspendVersions(String bucket) {
    rig.client()
        .putBucketVersioning(
            b -> b.bucket(bucket).versioningConfiguration(v -> v.status("Suspended")))
        .join();
  }

  /** The versions below the prefix that are not current, without delete markers. */
  public List<StoredObject> deleted(String bucket, String prefix) {
    var deleted = new ArrayList<StoredObject>();
    var request = ListObjectVersionsRequest.builder().bucket(bucket).prefix(prefix).build();
    ListObjectVersionsResponse page;
    do {
      page = rig.client().listObjectVersions(request).join();
      page.versions().stream()
          .filter(version -> !version.isLatest())
          .map(TestZones::version)
          .forEach(deleted::add);
      request = S3Listings.following(request, page);
    } while (page.isTruncated());
    return deleted;
  }

  private static StoredObject version(ObjectVersion version) {
    return new StoredObject(
        version.key(),
        version.size(),
        Etags.unquoted(version.eTag()),
        Etags.versionId(version.versionId()),
        version.lastModified());
  }

  /** The keys of all versions and delete markers. */
  public List<String> versions(String bucket) {
    var found = rig.client().listObjectVersions(l -> l.bucket(bucket)).join();
    return Stream.concat(
            found.versions().stream().map(ObjectVersion::key),
            found.deleteMarkers().stream().map(DeleteMarkerEntry::key))
        .toList();
  }

  /** The keys of the uploads that are open below the prefix of the lake. */
  public List<String> openUploads(String prefix) {
    return openUploads(zones.lake(), prefix);
  }

  public List<String> openUploads(String bucket, String prefix) {
    return rig
        .client()
        .listMultipartUploads(l -> l.bucket(bucket).prefix(prefix))
        .join()
        .uploads()
        .stream()
        .map(upload -> upload.key())
        .toList();
  }
}
