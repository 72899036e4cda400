/**
 * Datasets and their settings. Owns the tables {@code dataset} and {@code file_count}. Others count
 * files by {@link org.datareload.dataset.FileCountSql} only; {@code publication} also sets a
 * dataset's live content and deletes its row. Holds the rules that all SQL shares: the lock of a
 * dataset, the meaning of SQLSTATEs and the escape of LIKE. Also holds the limits of JSON that
 * others wrote. Knows no other package.
 */
package org.datareload.dataset;
