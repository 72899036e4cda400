package org.datareload.testing.proxy;

/** What a network and the servers behind it do to a request. */
public enum Fault {
  /** The answer comes late. */
  LATENCY,
  /** HTTP: 500 InternalError, and nothing was done. */
  ERROR_500,
  /** HTTP: 503 SlowDown, and nothing was done. */
  SLOW_DOWN,
  /** The connection is reset before the request is passed on. */
  RESET_BEFORE,
  /** The connection is reset after the request was passed on and answered. */
  RESET_AFTER,
  /** The connection ends in the middle of the answer. */
  TRUNCATED,
  /**
   * S3: 200 with an error inside, as CopyObject, CompleteMultipartUpload and DeleteObjects know.
   */
  ERROR_INSIDE,
  /** The request is swallowed, and the connection silent until it is reset. */
  BLACK_HOLE
}
