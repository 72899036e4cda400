package org.datareload.testing.proxy;

/** S3's names of requests, as far as the method does not say it all. */
final class S3Kinds {
  private S3Kinds() {}

  static String of(HttpMessage request) {
    var target = request.target();
    var method = request.method();
    if (target.contains("uploadId=")) {
      return switch (method) {
        case "PUT" -> "UploadPartCopy";
        case "POST" -> "CompleteMultipartUpload";
        case "DELETE" -> "AbortMultipartUpload";
        default -> "ListParts";
      };
    }
    if (target.matches(".*[?&]uploads(=?&.*|=?)")) {
      return method.equals("POST") ? "CreateMultipartUpload" : "ListMultipartUploads";
    }
    if (request.header("x-amz-copy-source") != null) {
      return "CopyObject";
    }
    return target.contains("?delete") ? "DeleteObjects" : method;
  }
}
