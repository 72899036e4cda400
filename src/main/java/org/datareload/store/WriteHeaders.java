package org.datareload.store;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Adds the write settings to each request that makes an object in their bucket. */
record WriteHeaders(WriteSettings settings) implements ExecutionInterceptor {
  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes ignored) {
    SdkRequest request = context.request();
    if (request instanceof PutObjectRequest put && put.bucket().equals(settings.bucket())) {
      return put.toBuilder()
          .serverSideEncryption(settings.serverSideEncryption())
          .ssekmsKeyId(settings.kmsKey())
          .storageClass(settings.storageClass())
          .acl(settings.acl())
          .build();
    }
    if (request instanceof CopyObjectRequest copy
        && copy.destinationBucket().equals(settings.bucket())) {
      return copy.toBuilder()
          .serverSideEncryption(settings.serverSideEncryption())
          .ssekmsKeyId(settings.kmsKey())
          .storageClass(settings.storageClass())
          .acl(settings.acl())
          .build();
    }
    if (request instanceof CreateMultipartUploadRequest upload
        && upload.bucket().equals(settings.bucket())) {
      return upload.toBuilder()
          .serverSideEncryption(settings.serverSideEncryption())
          .ssekmsKeyId(settings.kmsKey())
          .storageClass(settings.storageClass())
          .acl(settings.acl())
          .build();
    }
    return request;
  }
}
