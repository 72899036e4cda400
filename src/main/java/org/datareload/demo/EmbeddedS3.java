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

/**
 * An S3 server in this process, on 127.0.0.1, path-style, for any region, with {@link #ACCESS_KEY}
 * and {@link #SECRET_KEY}.
 */
public final class EmbeddedS3 implements AutoCloseable {
  public static final String ACCESS_KEY = "local-access";
  public static final String SECRET_KEY = "local-secret";

  private final ObservedStore store;
  private final S3Proxy server;

  private EmbeddedS3(BlobStore blobs, int port) {
    this.store = new ObservedStore(blobs);
    this.server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .corsRules(
                new CrossOriginResourceSharing(
                    List.of("*"), List.of("GET", "HEAD", "PUT"), List.of("*"), List.of("ETag"), ""))
            .ignoreUnknownHeaders(true)
            // A graceful stop would wait for idle connections of browsers.
            .stopTimeout(0)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("The embedded S3 server cannot listen on port " + port, e);
    }
  }

  /**
   * Stores objects as files below the directory, which is created if missing.
   *
   * @param port 0 for a free port
   */
  public static EmbeddedS3 onDisk(Path directory, int port) {
    try {
      // Below a relative path, S3Proxy lists no objects.
      Path absolute = Files.createDirectories(directory.toAbsolutePath()).toRealPath();
      return new EmbeddedS3(new FilesystemNio2BlobStore(absolute.toString()), port);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + directory, e);
    }
  }

  /** The same on a free port. */
  public static EmbeddedS3 onDisk(Path directory) {
    return onDisk(directory, 0);
  }

  /** Stores objects in memory, on a free port; supports versioning. */
  public static EmbeddedS3 inMemory() {
    return new EmbeddedS3(new TransientNio2BlobStore(), 0);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Creates the bucket if it does not exist. */
  public void createBucket(String bucket) {
    try {
      store.createContainer(bucket);
    } catch (BucketAlreadyOwnedByYouException e) {
      // From an earlier run.
    }
  }

  /** Enables versioning of the bucket; in memory only. */
  public void keepVersions(String bucket) {
    store.putBucketVersioning(
        PutBucketVersioningRequest.builder()
            .bucket(bucket)
            .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))
            .build());
  }

  /** Calls the listener after each write of an object by a client. */
  public void onObject(Consumer<Written> listener) {
    store.listener = listener;
  }

  /** Calls the interceptor around each operation from now on. */
  public void intercept(Interceptor interceptor) {
    store.interceptor = interceptor;
  }

  /** Whether to ignore conditions on the source of a copy, as some stores do. */
  public void ignoreCopyConditions(boolean ignore) {
    store.ignoreCopyConditions = ignore;
  }

  /** Number of calls of the operation since the start, including refused ones. */
  public long count(Operation operation) {
    return store.count(operation);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The embedded S3 server did not stop", e);
    }
  }

  /** An operation of the server on its store. A conditional request may also cause a HEAD. */
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

  /** One operation on a bucket; the key is "" unless the operation concerns a single object. */
  public record Call(Operation operation, String bucket, String key) {}

  /** A written object; the event is "Put", "Copy" or "CompleteMultipartUpload". */
  public record Written(
      String event, String bucket, String key, long size, String etag, String versionId) {}

  /** Is called before and after each operation, on the server's thread. */
  public interface Interceptor {
    /** Does nothing. */
    Interceptor NONE = new Interceptor() {};

    /** Calls the action before each operation. */
    static Interceptor before(Consumer<Call> action) {
      return new Interceptor() {
        @Override
        public void before(Call call) {
          action.accept(call);
        }
      };
    }

    /**
     * May block, or refuse the operation by an exception such as {@link ObservedStore#slowDown}.
     */
    default void before(Call call) {}

    /** Runs after the operation took effect; an exception here loses only the response. */
    default void after(Call call) {}
  }
}
