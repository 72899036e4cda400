package org.datareload.store;

/** An S3 server that tests may fill and empty. */
interface TestServer extends AutoCloseable {
  StoreRig rig();

  /** Makes an empty bucket and returns its name. */
  String newBucket(boolean versions);

  @Override
  void close();
}
