package org.datareload.demo;

import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.datareload.demo.EmbeddedS3.Call;
import org.datareload.demo.EmbeddedS3.Interceptor;
import org.datareload.demo.EmbeddedS3.Operation;
import org.datareload.demo.EmbeddedS3.Written;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Counts the operations on a store, reports written objects, and lets tests inject faults. */
public final class ObservedStore extends ForwardingBlobStore {
  /** Where S3Proxy keeps open uploads; it lets no client read there. */
  private static final String PARTS = ".s3proxy-";

  volatile Consumer<Written> listener = written -> {};
  volatile Interceptor interceptor = Interceptor.NONE;
  volatile boolean ignoreCopyConditions;
  private final Map<Operation, LongAdder> counts = new EnumMap<>(Operation.class);

  ObservedStore(BlobStore blobs) {
    super(blobs);
    for (Operation operation : Operation.values()) {
      counts.put(operation, new LongAdder());
    }
  }

  /** The error of an overloaded store, for interceptors to throw. */
  public static RuntimeException slowDown() {
    return refusal(503, "SlowDown", "Please reduce your request rate.");
  }

  /** An error response of a store, for interceptors to throw. */
  public static RuntimeException refusal(int status, String code, String message) {
    return S3Exception.builder()
        .statusCode(status)
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  long count(Operation operation) {
    return counts.get(operation).sum();
  }

  private <T> T run(Operation operation, String bucket, String key, Supplier<T> body) {
    var call = new Call(operation, bucket, key == null ? "" : key);
    counts.get(operation).increment();
    interceptor.before(call);
    T response = body.get();
    interceptor.after(call);
    return response;
  }

  private void notifyListener(String event, String bucket, String key) {
    if (key.startsWith(PARTS)) {
      return;
    }
    HeadObjectResponse written = delegate().blobMetadataIfPresent(bucket, key);
    if (written != null) {
      String etag = written.eTag() == null ? "" : written.eTag().replace("\"", "");
      listener.accept(
          new Written(event, bucket, key, written.contentLength(), etag, written.versionId()));
    }
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest r, InputStream payload) {
    PutObjectResponse response =
        run(Operation.PUT, r.bucket(), r.key(), () -> super.putBlob(r, payload));
    notifyListener("Put", r.bucket(), r.key());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest r) {
    CopyObjectRequest request =
        ignoreCopyConditions ? r.toBuilder().copySourceIfMatch(null).build() : r;
    CopyObjectResponse response =
        run(
            Operation.COPY,
            r.destinationBucket(),
            r.destinationKey(),
            () -> super.copyBlob(request));
    notifyListener("Copy", r.destinationBucket(), r.destinationKey());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest r) {
    CompleteMultipartUploadResponse response =
        run(
            Operation.COMPLETE_UPLOAD,
            r.bucket(),
            r.key(),
            () -> super.completeMultipartUpload(upload, r));
    notifyListener("CompleteMultipartUpload", r.bucket(), r.key());
    return response;
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request r) {
    return run(Operation.LIST, r.bucket(), "", () -> super.list(r));
  }

  @Override
  public ListObjectVersionsResponse listVersions(ListObjectVersionsRequest r) {
    return run(Operation.LIST_VERSIONS, r.bucket(), "", () -> super.listVersions(r));
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest r) {
    return run(Operation.HEAD, r.bucket(), r.key(), () -> super.blobMetadata(r));
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest r) {
    return run(Operation.GET, r.bucket(), r.key(), () -> super.getBlob(r));
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest r) {
    return run(Operation.DELETE, r.bucket(), r.key(), () -> super.removeBlob(r));
  }

  @Override
  public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest r) {
    return run(Operation.DELETE_BATCH, r.bucket(), "", () -> delegate().removeBlobs(r));
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest r) {
    return run(
        Operation.CREATE_UPLOAD, r.bucket(), r.key(), () -> super.initiateMultipartUpload(r));
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest r, InputStream payload) {
    return run(
        Operation.UPLOAD_PART,
        r.bucket(),
        r.key(),
        () -> super.uploadMultipartPart(upload, r, payload));
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    run(
        Operation.ABORT_UPLOAD,
        upload.containerName(),
        upload.blobName(),
        () -> {
          super.abortMultipartUpload(upload);
          return null;
        });
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String bucket) {
    return run(Operation.LIST_UPLOADS, bucket, "", () -> super.listMultipartUploads(bucket));
  }
}
