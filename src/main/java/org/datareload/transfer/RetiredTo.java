package org.datareload.transfer;

/** Where the content of an execution went when it was replaced. */
public enum RetiredTo {
  /** Into the trash, by copies. */
  TRASH,

  /** Below delete markers at its keys, in a bucket that keeps versions. */
  VERSIONS,

  /** It stays at its keys. */
  KEPT,

  /** It is deleted. */
  DELETED;

  /** Whether its objects can be live again without a copy. */
  public boolean isInPlace() {
    return this == VERSIONS || this == KEPT;
  }
}
