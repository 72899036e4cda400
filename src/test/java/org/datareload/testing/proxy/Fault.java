package org.datareload.testing.proxy;

/** What a network or a server can do to a request. */
public enum Fault {
  /** The response comes late. */
  LATENCY,
  /** HTTP 500 InternalError; the server never sees the request. */
  ERROR_500,
  /** HTTP 503 SlowDown; the server never sees the request. */
  SLOW_DOWN,
  /** The connection is reset before the server sees the request. */
  RESET_BEFORE,
  /** The connection is reset after the server responded. */
  RESET_AFTER,
  /** The connection ends in the middle of the response. */
  TRUNCATED,
  /**
   * S3: status 200 with an error in the body; CopyObject, CompleteMultipartUpload, DeleteObjects.
   */
  ERROR_INSIDE,
  /** The request is swallowed; the connection stays silent until it is reset. */
  BLACK_HOLE
}
