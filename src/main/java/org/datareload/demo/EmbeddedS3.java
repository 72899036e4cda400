package org.datareload.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;

/** An S3 server in this process, on 127.0.0.1 only, path-style, in any region. */
public final class EmbeddedS3 implements AutoCloseable {
  public static final String ACCESS_KEY = "local-access";
  public static final String SECRET_KEY = "local-secret";

  private final ObservedStore store;
  private final S3Proxy server;

  private EmbeddedS3(BlobStore blobs, int port, String accessKey, String secretKey) {
    this.store = new ObservedStore(blobs);
    this.server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
            .corsRules(
                new CrossOriginResourceSharing(
                    List.of("*"), List.of("GET", "HEAD", "PUT"), List.of("*"), List.of("ETag"), ""))
            .ignoreUnknownHeaders(true)
            // An idle browser's connection would hold up a graceful stop.
            .stopTimeout(0)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded S3 cannot listen on port " + port, e);
    }
  }

  /** Objects live as files below the directory, which is made if it is missing. */
  public static EmbeddedS3 onDisk(Path directory, int port, String accessKey, String secretKey) {
    try {
      // S3Proxy lists nothing below a relative path.
      Path absolute = Files.createDirectories(directory.toAbsolutePath()).toRealPath();
      return new EmbeddedS3(
          new FilesystemNio2BlobStore(absolute.toString()), port, accessKey, secretKey);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
  }

  /** On a free port, with {@link #ACCESS_KEY} and {@link #SECRET_KEY}. */
  public static EmbeddedS3 onDisk(Path directory) {
    return onDisk(directory, 0, ACCESS_KEY, SECRET_KEY);
  }

  /** Objects live in memory; on a free port, with the same keys. Can keep versions. */
  public static EmbeddedS3 inMemory() {
    return new EmbeddedS3(new TransientNio2BlobStore(), 0, ACCESS_KEY, SECRET_KEY);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Makes the bucket unless it is there. */
  public void createBucket(String bucket) {
    try {
      store.createContainer(bucket);
    } catch (BucketAlreadyOwnedByYouException e) {
      // From an earlier run, with what was left in it.
    }
  }

  /** Makes the bucket keep versions from now on; in memory only. */
  public void keepVersions(String bucket) {
    store.putBucketVersioning(
        PutBucketVersioningRequest.builder()
            .bucket(bucket)
            .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))
            .build());
  }

  /** Tells the listener of every object that a client wrote, after it was written. */
  public void onObject(Consumer<Written> listener) {
    store.listener(listener);
  }

  /** Lets the interceptor see, delay or refuse every operation from now on. */
  public void intercept(Interceptor interceptor) {
    store.interceptor(interceptor);
  }

  /** Drops conditions on the source of a copy in silence, as some stores do. */
  public void ignoreCopyConditions(boolean ignore) {
    store.ignoreCopyConditions(ignore);
  }

  /** How often the operation ran since the start, the refused ones included. */
  public long count(Operation operation) {
    return store.count(operation);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded S3 did not stop", e);
    }
  }

  /** What the server does on its store. A conditional request may look (HEAD) before it acts. */
  public enum Operation {
    LIST,
    LIST_VERSIONS,
    HEAD,
    GET,
    PUT,
    COPY,
    DELETE,
    DELETE_BATCH,
    CREATE_UPLOAD,
    UPLOAD_PART,
    COMPLETE_UPLOAD,
    ABORT_UPLOAD,
    LIST_UPLOADS
  }

  /** One operation on a bucket; the key is "" where it concerns no single object. */
  public record Call(Operation operation, String bucket, String key) {}

  /** An object as it was written; the event is "Put", "Copy" or "CompleteMultipartUpload". */
  public record Written(
      String event, String bucket, String key, long size, String etag, String versionId) {}

  /** Stands around each operation, on the server's thread. */
  public interface Interceptor {
    /** Lets everything pass. */
    Interceptor NONE = new Interceptor() {};

    /** Does just this before each operation. */
    static Interceptor before(Consumer<Call> happens) {
      return new Interceptor() {
        @Override
        public void before(Call call) {
          happens.accept(call);
        }
      };
    }

    /** May block, or throw {@link ObservedStore#slowDown} and such to refuse the operation. */
    default void before(Call call) {}

    /** The operation took effect; throwing here loses the answer on its way back. */
    default void after(Call call) {}
  }
}
