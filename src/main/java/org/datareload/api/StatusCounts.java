package org.datareload.api;

import java.util.function.ToLongFunction;
import org.datareload.dataset.FileCount;
import org.datareload.dataset.FileCounts;

/** One number per file status. */
record StatusCounts(long pending, long processing, long completed, long deleted, long superseded) {
  static StatusCounts of(FileCounts counts, ToLongFunction<FileCount> number) {
    return new StatusCounts(
        number.applyAsLong(counts.of("pending")),
        number.applyAsLong(counts.of("processing")),
        number.applyAsLong(counts.of("completed")),
        number.applyAsLong(counts.of("deleted")),
        number.applyAsLong(counts.of("superseded")));
  }
}
