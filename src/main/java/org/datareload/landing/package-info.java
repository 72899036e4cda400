/**
 * The landing zone: parses event notifications, keeps a row for every data file, records misplaced
 * objects as landing problems, and prepares uploads. Owns the tables {@code file}, {@code
 * landing_problem} and {@code upload}; execution, transfer and publication also change the status
 * of files that an execution has claimed. Counts late files on the {@code execution} that has
 * planned their folder, in the transaction that lands them. Never reads the bytes of a file, never
 * starts an execution, and deletes objects only on a user's request ({@link
 * org.datareload.landing.Deletions}).
 */
package org.datareload.landing;
