package org.datareload.dataset;

/** A number of files, and their bytes in total. */
public record FileCount(long files, long bytes) {
  static final FileCount NONE = new FileCount(0, 0);

  public FileCount plus(FileCount other) {
    return new FileCount(files + other.files, bytes + other.bytes);
  }
}
