package org.datareload.store;

/** An S3 server for tests. */
interface TestServer extends AutoCloseable {
  StoreRig rig();

  /** Creates a bucket and returns its name. */
  String newBucket(boolean versions);

  @Override
  void close();
}
